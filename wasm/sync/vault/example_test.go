package vault_test

import (
	"fmt"

	"byeolpyo/wasm/sync/vault"
)

// What one device seals, another opens that has the pairing code; the server has
// neither the code nor the key.
func Example() {
	secret := vault.Secret{1, 2, 3} // random in use
	nonce := [vault.NonceBytes]byte{4, 5, 6}
	const version = 7

	body, err := secret.Keys().Seal(nonce, version, []byte("my picks"))
	fmt.Println(len(body), "bytes, whatever is in them:", err)

	other, _, err := vault.ParseCode(secret.Code())
	fmt.Println(other == secret, err)
	plain, err := other.Keys().Open(version, body)
	fmt.Printf("%s %v\n", plain, err)

	// A server that gives an old body for a new one is found out.
	_, err = other.Keys().Open(version+1, body)
	fmt.Println(err)
	// Output:
	// 4136 bytes, whatever is in them: <nil>
	// true <nil>
	// my picks <nil>
	// cannot be opened: not sealed with this secret, for this vault and version
}
