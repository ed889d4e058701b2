package infer

// What is asked of a piece again and again is found once.

// nameLike tells how much a piece is like a person's name.
func (p *piece) nameLike() float64 {
	if p.named == 0 {
		p.named = tenths(nameLike(p.text)) + 1
	}
	return float64(p.named-1) / 10
}

// roomLike tells how much it is like the name of a room.
func (p *piece) roomLike() float64 {
	if p.roomy == 0 {
		p.roomy = tenths(roomLike(p.text)) + 1
	}
	return float64(p.roomy-1) / 10
}

func tenths(v float64) int8 { return int8(v*10 + 0.5) }

// pause reports whether it names what is no session.
func (p *piece) pause() bool { return p.ask(isPause, askedPause, isBreak) }

// price reports whether it has a price, a telephone number or a street's.
func (p *piece) price() bool { return p.ask(isPriced, askedPriced, priced) }

// ask is what f tells of the text, which is the bit yes once the bit asked is set.
func (p *piece) ask(yes, asked kind, f func(string) bool) bool {
	if !p.is(asked) {
		p.kind |= asked
		if f(p.text) {
			p.kind |= yes
		}
	}
	return p.is(yes)
}
