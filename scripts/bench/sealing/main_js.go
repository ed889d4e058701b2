//go:build js && wasm

// Command sealing seals and opens a body of 60 KiB with package vault, in the browser,
// for the benchmark of sync. It is built by the benchmark, as the extension's program
// of sync is, and never shipped. The page gets benchSeal(n), which does both n times.
package main

import (
	"bytes"
	"encoding/binary"
	"syscall/js"

	"byeolpyo/wasm/sync/vault"
)

func main() {
	keys := vault.Secret{1}.Keys()
	plain := bytes.Repeat([]byte("별표"), vault.MaxPlain/len("별표"))
	version := int64(0)
	js.Global().Set("benchSeal", js.FuncOf(func(_ js.Value, args []js.Value) any {
		for range args[0].Int() {
			version++
			var nonce [vault.NonceBytes]byte
			binary.BigEndian.PutUint64(nonce[:], uint64(version))
			body, err := keys.Seal(nonce, version, plain)
			if err != nil {
				panic(err)
			}
			opened, err := keys.Open(version, body)
			if err != nil || !bytes.Equal(opened, plain) {
				panic("what was opened is not what was sealed")
			}
		}
		return nil
	}))
	js.Global().Call("benchReady")
	select {}
}
