package syncer

import (
	"strconv"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// What is stored of sync is JSON. Each type lists its members once, for writing as for
// reading; they are written in that order, by which the service worker's script finds
// some of them (records.SyncOff). encoding/json would add 0.6 MB to the program.

// member is a member of a JSON object, and the variable that has its value.
type member struct {
	name   string
	at     any  // *bool, *int, *int64, *uint32, *string, *[]string, *jsontree.Raw or a value
	always bool // it is written even where it is zero
}

// value is a variable of more than one member.
type value interface {
	encode() any             // what jsontree.AppendCanonical takes; nil for none
	decode(raw string) error // of the JSON raw, which is not null
}

// errForm is the error for JSON that has another form.
const errForm = formError("not in the form that is stored")

type formError string

func (e formError) Error() string { return string(e) }

// encodeMembers returns the object of members.
func encodeMembers(members []member) jsontree.Raw {
	out := []byte{'{'}
	for _, m := range members {
		v, zero := valueOf(m.at)
		if zero && !m.always {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendCanonical(out, m.name), ':')
		out = jsontree.AppendCanonical(out, v)
	}
	return jsontree.Raw(append(out, '}'))
}

func valueOf(at any) (v any, zero bool) {
	switch at := at.(type) {
	case *bool:
		return *at, !*at
	case *int:
		return *at, *at == 0
	case *int64:
		return *at, *at == 0
	case *uint32:
		return *at, *at == 0
	case *string:
		return *at, *at == ""
	case *[]string:
		return *at, len(*at) == 0
	case *jsontree.Raw:
		return *at, *at == ""
	case value:
		v = at.encode()
		return v, v == nil
	}
	panic("syncer: a member of a type that is not stored") // unreachable: TestStoredWhole has all
}

// decodeMembers reads an object. A member that is missing or null leaves its variable as
// it is, and one that is not in members is passed over.
func decodeMembers(raw string, members []member) error {
	values := map[string]string{}
	if !jsontree.Members(raw, func(name, value string) { values[name] = value }) {
		return errForm
	}
	for _, m := range members {
		if raw, there := values[m.name]; there && raw != "null" {
			if err := set(m.at, raw); err != nil {
				return err
			}
		}
	}
	return nil
}

func set(at any, raw string) (err error) {
	ok := true
	switch at := at.(type) {
	case *bool:
		*at, ok = raw == "true", raw == "true" || raw == "false"
	case *int:
		*at, err = strconv.Atoi(raw)
	case *int64:
		*at, err = strconv.ParseInt(raw, 10, 64)
	case *uint32:
		var n uint64
		n, err = strconv.ParseUint(raw, 10, 32)
		*at = uint32(n)
	case *string:
		v, _ := jsontree.ParseExact(raw)
		*at, ok = v.(string)
	case *[]string:
		*at, ok = decodeTexts(raw)
	case *jsontree.Raw:
		*at = jsontree.Raw(raw)
	case value:
		err = at.decode(raw)
	}
	if !ok {
		return errForm
	}
	return err
}

// decodeTexts reads a list of strings.
func decodeTexts(raw string) (texts []string, ok bool) {
	all := true
	is := jsontree.Elements(raw, func(raw string) {
		v, _ := jsontree.ParseExact(raw)
		s, isText := v.(string)
		all = all && isText
		texts = append(texts, s)
	})
	return texts, is && all
}

// object is a pointer to a struct that lists its members.
type object[T any] interface {
	*T
	members() []member
}

// optional is a variable that may be nil.
type optional[T any, P object[T]] struct{ at **T }

func (o optional[T, P]) encode() any {
	if *o.at == nil {
		return nil
	}
	return encodeMembers(P(*o.at).members())
}

func (o optional[T, P]) decode(raw string) error {
	*o.at = new(T)
	return decodeMembers(raw, P(*o.at).members())
}

// secretAt is the optional secret of a vault, stored as a list of its bytes.
type secretAt struct{ at **vault.Secret }

func (s secretAt) encode() any {
	if *s.at == nil {
		return nil
	}
	return encodeSecret(**s.at)
}

func (s secretAt) decode(raw string) error {
	*s.at = new(vault.Secret)
	return decodeSecret(raw, *s.at)
}

func encodeSecret(secret vault.Secret) any {
	list := make([]any, len(secret))
	for i, b := range secret {
		list[i] = int(b)
	}
	return list
}

func decodeSecret(raw string, secret *vault.Secret) error {
	n, ok := 0, true
	is := jsontree.Elements(raw, func(raw string) {
		b, err := strconv.ParseUint(raw, 10, 8)
		if ok = ok && err == nil && n < len(secret); ok {
			secret[n] = byte(b)
			n++
		}
	})
	if !is || !ok || n < len(secret) {
		return errForm
	}
	return nil
}

func (s *Staged) members() []member {
	return []member{{"match", &s.Match, false}, {"version", &s.Version, true}, {"body", &s.Body, true}, {"mark", &s.Mark, false}}
}

func (f *Floor) members() []member {
	return []member{{"version", &f.Version, true}, {"hash", &f.Hash, true}}
}

func (j *Joining) members() []member {
	return []member{{"server", &j.Server, true}, {"vault", &j.Vault, true}, {"floor", optional[Floor, *Floor]{&j.Floor}, false},
		{"back", &j.Back, false}, {"was", &j.Was, false}}
}

func (s *State) members() []member {
	return []member{
		{"v", &s.V, true}, {"on", &s.On, true}, {"server", &s.Server, false}, {"dev", &s.Dev, true}, {"name", &s.Name, false},
		{"vault", &s.Vault, false}, {"version", &s.Version, false}, {"hash", &s.Hash, false}, {"have", &s.Have, false},
		{"pushed", &s.Pushed, false}, {"floor", optional[Floor, *Floor]{&s.Floor}, false}, {"cap", &s.Cap, false},
		{"mark", &s.Mark, false}, {"back", &s.Back, false}, {"joining", optional[Joining, *Joining]{&s.Joining}, false}, {"turn", &s.Turn, false},
		{"last", &s.Last, false}, {"synced", &s.Synced, false},
		{"why", (*string)(&s.Reason), false}, {"wait", &s.Wait, false}, {"tries", &s.Tries, false},
		{"dirty", &s.Dirty, false}, {"staged", optional[Staged, *Staged]{&s.Staged}, false}, {"left", &s.LeftOut, false},
		{"bare", &s.SnapshotsLeftOut, false}, {"notices", &s.Notices, false},
		{"notebook", notebookAt{&s.Notebook}, false},
		{"seen", seenAt{&s.Seen}, false}, {"accounts", accountsAt{&s.Accounts}, false}, {"picks", &s.Picks, false},
	}
}

// notebookAt is what a State tells of the vault of notes.
type notebookAt struct{ at *Notebook }

func (n notebookAt) encode() any {
	if text := encodeMembers(n.at.members()); text != "{}" {
		return text
	}
	return nil
}

func (n notebookAt) decode(raw string) error { return decodeMembers(raw, n.at.members()) }

func (b *Notebook) members() []member {
	return []member{{"vault", &b.Vault, false}, {"version", &b.Version, false}, {"hash", &b.Hash, false}, {"cap", &b.Cap, false},
		{"held", textsAt{&b.Held}, false}, {"left", textsAt{&b.Left}, false}, {"why", (*string)(&b.Reason), false}, {"wait", &b.Wait, false}}
}

// textsAt is texts by name.
type textsAt struct{ at *map[string]string }

func (m textsAt) encode() any {
	if len(*m.at) == 0 {
		return nil
	}
	out := make(map[string]any, len(*m.at))
	for name, text := range *m.at {
		out[name] = text
	}
	return out
}

func (m textsAt) decode(raw string) error {
	*m.at = map[string]string{}
	ok := true
	if !jsontree.Members(raw, func(name, raw string) {
		v, _ := jsontree.ParseExact(raw)
		text, isText := v.(string)
		ok = ok && isText
		(*m.at)[name] = text
	}) || !ok {
		return errForm
	}
	return nil
}

// seenAt is what a State tells of the devices of a vault.
type seenAt struct{ at *map[string]register.Device }

func deviceMembers(d *register.Device) []member {
	return []member{{"Version", &d.Version, true}, {"Day", &d.Day, true}, {"Label", &d.Label, true}}
}

func (s seenAt) encode() any {
	if len(*s.at) == 0 {
		return nil
	}
	out := map[string]any{}
	for dev, d := range *s.at {
		out[dev] = encodeMembers(deviceMembers(&d))
	}
	return out
}

func (s seenAt) decode(raw string) (err error) {
	*s.at = map[string]register.Device{}
	if !jsontree.Members(raw, func(dev, raw string) {
		var d register.Device
		if wrong := decodeMembers(raw, deviceMembers(&d)); wrong != nil {
			err = wrong
		}
		(*s.at)[dev] = d
	}) {
		return errForm
	}
	return err
}

type accountsAt struct{ at *register.Accounts }

func (a accountsAt) encode() any {
	if len(*a.at) == 0 {
		return nil
	}
	return a.at.Encode()
}

func (a accountsAt) decode(raw string) error {
	var ok bool
	if *a.at, ok = register.DecodeAccounts(raw); !ok {
		return errForm
	}
	return nil
}

func (k *Keyring) members() []member {
	return []member{{"server", &k.Server, true}, {"current", secretAt{&k.Current}, true}, {"next", secretAt{&k.Next}, false},
		{"ended", (*string)(&k.Ended), false}, {"retired", listAt[Retired, *Retired]{&k.Retired, true}, true},
		{"departed", listAt[Departed, *Departed]{&k.Departed, false}, false}, {"turn", &k.Turn, false}}
}

// Encode returns k as it is stored.
func (k Keyring) Encode() string { return string(encodeMembers(k.members())) }

// DecodeKeyring reads what Encode returned, also by earlier versions.
func DecodeKeyring(text string) (Keyring, error) {
	var k Keyring
	if err := decodeMembers(text, k.members()); err != nil {
		return Keyring{}, err
	}
	return k, nil
}

// element is a pointer to a struct that stands in a list.
type element[T any] interface {
	object[T]
	decode(raw string) error
}

// listAt is a list of structs; always says that an empty one, which is not nil, is written.
type listAt[T any, P element[T]] struct {
	at     *[]T
	always bool
}

func (l listAt[T, P]) encode() any {
	if *l.at == nil || len(*l.at) == 0 && !l.always {
		return nil
	}
	list := []any{}
	for i := range *l.at {
		list = append(list, encodeMembers(P(&(*l.at)[i]).members()))
	}
	return list
}

func (l listAt[T, P]) decode(raw string) (err error) {
	if !jsontree.Elements(raw, func(raw string) {
		var e T
		if wrong := P(&e).decode(raw); wrong != nil {
			err = wrong
		}
		*l.at = append(*l.at, e)
	}) {
		return errForm
	}
	return err
}

func (d *Departed) members() []member {
	return []member{{"server", &d.Server, true}, {"secret", ownSecret{&d.Secret}, true}, {"own", &d.Own, false},
		{"wait", &d.Wait, false}, {"checks", &d.Checks, false}}
}

func (d *Departed) decode(raw string) error { return decodeMembers(raw, d.members()) }

func (e *Retired) members() []member {
	return []member{{"server", &e.Server, true}, {"secret", ownSecret{&e.Secret}, true}, {"for", &e.For, false},
		{"settled", &e.Settled, false}, {"sent", &e.Sent, false}, {"wait", &e.Wait, false}}
}

// decode also reads what version 0.1.0 wrote, which is the secret alone. Its server is
// that of the keyring.
func (e *Retired) decode(raw string) error {
	if raw[0] == '[' {
		return decodeSecret(raw, &e.Secret)
	}
	return decodeMembers(raw, e.members())
}

// ownSecret is a secret that is always there.
type ownSecret struct{ at *vault.Secret }

func (s ownSecret) encode() any             { return encodeSecret(*s.at) }
func (s ownSecret) decode(raw string) error { return decodeSecret(raw, s.at) }

func (t *Trouble) members() []member {
	return []member{{"why", (*string)(&t.Reason), false}, {"wait", &t.Wait, false}, {"tries", &t.Tries, false}}
}

// Encode returns t as it is kept.
func (t Trouble) Encode() string { return string(encodeMembers(t.members())) }

// DecodeTrouble reads what Encode returned; anything else is no trouble.
func DecodeTrouble(text string) Trouble {
	var t Trouble
	if decodeMembers(text, t.members()) != nil {
		return Trouble{}
	}
	return t
}
