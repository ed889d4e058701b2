package syncer

import (
	"context"

	"byeolpyo/wasm/internal/v010"
)

// A device whose old is set runs version 0.1.0, on the same disk, until old is unset: then it
// has been updated. The parts of it besides run go through oldSyncer.

// oldSyncer is the syncer of 0.1.0 on d.
func (d *device) oldSyncer() *v010.Syncer {
	o := older{d}
	return &v010.Syncer{Remote: o, Store: d, Secrets: o, Notes: o, Clock: d, Label: "test", Random: d.syncer().Random}
}

// older is a device in the types of 0.1.0.
type older struct{ *device }

func (o older) Do(ctx context.Context, q v010.Request) (v010.Response, error) {
	a, err := o.device.Do(ctx, Request{Method: q.Method, Server: q.Server, Token: q.Token, Match: q.Match, NoneMatch: q.NoneMatch, Body: q.Body})
	return v010.Response{Status: a.Status, ETag: a.ETag, Date: a.Date, RetryAfter: a.RetryAfter, Body: a.Body}, err
}

func (o older) LoadKeyring() (v010.Keyring, error) {
	r, err := o.device.LoadKeyring()
	old := v010.Keyring{Server: r.Server, Current: r.Current}
	for _, e := range r.Retired {
		old.Retired = append(old.Retired, e.Secret)
	}
	return old, err
}

func (o older) SaveKeyring(r v010.Keyring) error {
	ring := Keyring{Server: r.Server, Current: r.Current}
	for _, secret := range r.Retired {
		ring.Retired = append(ring.Retired, Retired{Secret: secret})
	}
	return o.device.SaveKeyring(ring)
}

func (o older) LoadTrouble() v010.Trouble {
	t := o.device.LoadTrouble()
	return v010.Trouble{Why: v010.Why(t.Reason), Wait: t.Wait, Tries: t.Tries}
}

func (o older) SaveTrouble(t v010.Trouble) {
	o.device.SaveTrouble(Trouble{Reason: Reason(t.Why), Wait: t.Wait, Tries: t.Tries})
}
