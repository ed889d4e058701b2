// Fonts makes the fonts in extension/fonts: it takes five packaged fonts, keeps
// the glyphs that titles may need and gives them names of their own.
//
//	go run ./scripts/fonts          make them anew
//	go run ./scripts/fonts -check   say whether that would change anything
//
// The fonts are committed, so only who changes their range needs this. It uses
// npm for the sources, whose checksums are pinned below, and Debian's fonttools,
// which it installs when it is missing and it runs as root. The result is the
// same bytes every time with the same version of fonttools (4.38).
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"
)

const (
	targetDir = "extension/fonts"
	workDir   = "build/fonts"
)

// source is a font file in an npm package.
type source struct {
	pkg, version  string
	path, license string // in the package
	sha256        string // of the font file
}

var (
	pretendardRegular = source{"pretendard", "1.3.9", "dist/public/static/Pretendard-Regular.otf", "dist/LICENSE.txt",
		"3ffbacde6ab8411f1d2db54bb9b1f0b3ee2a738932033722cf0388c06aed1c93"}
	pretendardBold = source{"pretendard", "1.3.9", "dist/public/static/Pretendard-Bold.otf", "dist/LICENSE.txt",
		"2e91915fab54df71cc9598ebf608b2bdb54c6fe3c066ac61dff0bc44fca71cc7"}
	notoSansKR = source{"@expo-google-fonts/noto-sans-kr", "0.4.3", "500Medium/NotoSansKR_500Medium.ttf", "LICENSE_FONT",
		"8eb10746734fbd0d42fc4bf05bc0c279d2cc4185263652489338609c3f248a8f"}
	notoSansJP = source{"@expo-google-fonts/noto-sans-jp", "0.4.3", "500Medium/NotoSansJP_500Medium.ttf", "LICENSE_FONT",
		"7b8bbb543db880657eca298118e701a09fadeaac3e417a5012040ec98336d9c2"}
	notoSansSC = source{"@expo-google-fonts/noto-sans-sc", "0.4.3", "500Medium/NotoSansSC_500Medium.ttf", "LICENSE_FONT",
		"b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a"}
	notoEmoji = source{"@expo-google-fonts/noto-emoji", "0.4.7", "500Medium/NotoEmoji_500Medium.ttf", "LICENSE_FONT",
		"3f6ae50c4266b64b210f37e9d647454e44cabae51c1ea31d9958daf3fc1cf64c"}
)

// target is a font that is shipped.
type target struct {
	source
	file, family, style string
	license             string // the file beside it
	unicodes            []rune
	kern                bool
	fallback            bool
	// upem is the number of units to an em: the coarsest grid that nobody can see
	// makes the smallest file. At 1000 an outline is off by at most 0.05 px in a
	// title of 100 px, at 320 by as much in 32 px.
	upem int
}

func main() {
	check := flag.Bool("check", false, "only say whether the fonts in "+targetDir+" are what would be made")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "fonts:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	if err := needFonttools(); err != nil {
		return err
	}
	out := targetDir
	if check {
		out = filepath.Join(workDir, "check")
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	text := text()
	rest := symbols()
	targets := []target{
		{pretendardRegular, "byeolpyo-sans-regular.otf", "Byeolpyo Sans", "Regular", "OFL-byeolpyo-sans.txt", text, true, false, 1000},
		{pretendardBold, "byeolpyo-sans-bold.otf", "Byeolpyo Sans", "Bold", "OFL-byeolpyo-sans.txt", text, true, false, 1000},
		{notoSansKR, "byeolpyo-hanja.ttf", "Byeolpyo Hanja", "Regular", "OFL-byeolpyo-hanja.txt", rest, false, true, 500},
		{notoSansJP, "byeolpyo-kanji.ttf", "Byeolpyo Kanji", "Regular", "OFL-byeolpyo-kanji.txt", kanji(), false, true, 500},
		{notoSansSC, "byeolpyo-hanzi.ttf", "Byeolpyo Hanzi", "Regular", "OFL-byeolpyo-hanzi.txt", hanzi(), false, true, 500},
		{notoEmoji, "byeolpyo-emoji.ttf", "Byeolpyo Emoji", "Regular", "OFL-byeolpyo-emoji.txt", emoji(), false, true, 320},
	}
	changed, total := false, 0
	var before []*sfnt.Font // what is asked first need not be in the next
	for _, t := range targets {
		t.unicodes = slices.DeleteFunc(t.unicodes, func(r rune) bool { return t.fallback && hasOutline(before, r) })
		made, err := t.make(out)
		if err != nil {
			return fmt.Errorf("make %s: %w", t.file, err)
		}
		font, err := sfnt.Parse(made)
		if err != nil {
			return fmt.Errorf("make %s: %w", t.file, err)
		}
		before = append(before, font)
		zipped := gzipped(made)
		total += zipped
		fmt.Printf("%-28s %9d bytes, %9d gzipped\n", t.file, len(made), zipped)
		if check {
			have, err := os.ReadFile(filepath.Join(targetDir, t.file))
			if err != nil || !bytes.Equal(have, made) {
				fmt.Println("  differs from", filepath.Join(targetDir, t.file))
				changed = true
			}
		}
	}
	fmt.Printf("%-28s %9s        %9d gzipped\n", "all", "", total)
	if changed {
		return fmt.Errorf("%s is not what this makes", targetDir)
	}
	return nil
}

// make writes t and its licence into dir and returns the font.
func (t target) make(dir string) ([]byte, error) {
	pkgDir, err := fetch(t.source)
	if err != nil {
		return nil, err
	}
	from := filepath.Join(pkgDir, t.path)
	data, err := os.ReadFile(from)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != t.sha256 {
		return nil, fmt.Errorf("%s is not the file that is known: sha256 %x", t.path, sum)
	}
	license, err := os.ReadFile(filepath.Join(pkgDir, t.source.license))
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, t.license), license, 0o644); err != nil {
		return nil, err
	}
	list := filepath.Join(workDir, t.file+".unicodes")
	var b strings.Builder
	for _, r := range t.unicodes {
		fmt.Fprintf(&b, "%04X\n", r)
	}
	if err := os.WriteFile(list, []byte(b.String()), 0o644); err != nil {
		return nil, err
	}
	kern := ""
	if t.kern {
		kern = "kern"
	}
	to := filepath.Join(dir, t.file)
	cmd := exec.Command("/usr/bin/python3", "scripts/fonts/subset.py", from, to, t.family, t.style, list, kern, strconv.Itoa(t.upem))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("subset: %w", err)
	}
	return os.ReadFile(to)
}

// fetch unpacks the npm package of s under workDir, once, and returns its folder.
func fetch(s source) (string, error) {
	dir := filepath.Join(workDir, strings.NewReplacer("/", "-", "@", "").Replace(s.pkg)+"-"+s.version)
	pkg := filepath.Join(dir, "package")
	if _, err := os.Stat(filepath.Join(pkg, s.path)); err == nil {
		return pkg, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	fmt.Println("fetching", s.pkg, s.version)
	pack := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, s.pkg+"@"+s.version)
	pack.Stderr = os.Stderr
	name, err := pack.Output()
	if err != nil {
		return "", fmt.Errorf("npm pack %s: %w", s.pkg, err)
	}
	unpack := exec.Command("tar", "xzf", filepath.Join(dir, strings.TrimSpace(string(name))), "-C", dir)
	unpack.Stderr = os.Stderr
	if err := unpack.Run(); err != nil {
		return "", fmt.Errorf("unpack %s: %w", s.pkg, err)
	}
	return pkg, nil
}

func needFonttools() error {
	if exec.Command("/usr/bin/python3", "-c", "import fontTools").Run() == nil {
		return nil
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("fonttools is missing: apt-get install fonttools")
	}
	fmt.Println("installing fonttools")
	cmd := exec.Command("apt-get", "install", "-y", "-q", "fonttools")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("install fonttools: %w", err)
	}
	return nil
}

// text is what both weights of the main font carry, as far as the source has it:
// all Hangul syllables, the scripts of speakers' names, and the punctuation and
// symbols of titles.
func text() []rune {
	return ranges(
		0x0020, 0x007E, 0x00A0, 0x024F, // Latin
		0x02B0, 0x036F, // modifiers, combining marks
		0x0370, 0x03FF, 0x0400, 0x045F, 0x0490, 0x0491, // Greek, Cyrillic
		0x1E00, 0x1EFF, // Latin with two marks: Vietnamese
		0x2010, 0x2027, 0x2030, 0x205E, 0x2070, 0x209C, 0x20A0, 0x20BF, // punctuation, small figures, money
		0x2100, 0x23FF, 0x2460, 0x24FF, 0x2500, 0x27BF, 0x27F0, 0x27FF, 0x2900, 0x2BFF, // letter-like, arrows, mathematics, shapes
		0x3000, 0x303F, 0x3040, 0x30FF, 0x3131, 0x318E, 0x3200, 0x33FF, // CJK punctuation, kana, jamo
		0xAC00, 0xD7A3,
		0xFF01, 0xFFE6, // full width
		0xFFFD, 0xFFFD,
	)
}

// symbols is KS X 1001 without Hangul, its 4,888 hanja in the form that NFC gives
// them (隙 is missing from the source), and shapes and kana beyond it.
func symbols() []rune {
	list := ranges(0x2190, 0x23FF, 0x2460, 0x26FF, 0x3000, 0x30FF, 0x3131, 0x318E, 0x3200, 0x33FF)
	decoder := korean.EUCKR.NewDecoder()
	for a := 0xA1; a <= 0xFE; a++ {
		for b := 0xA1; b <= 0xFE; b++ {
			s, err := decoder.Bytes([]byte{byte(a), byte(b)})
			if err != nil {
				continue
			}
			for _, r := range string(norm.NFC.Bytes(s)) {
				if r != 0xFFFD && (r < 0xAC00 || r > 0xD7A3) {
					list = append(list, r)
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// kanji are the 2,965 of the first level of JIS X 0208, which names and titles from Japan
// are written with, and the seven of the Joyo list that stand elsewhere. One of these has
// two code points, of which the second is in the supplementary plane.
func kanji() []rune {
	list := []rune("毀惧丼塡剝頰𠮟")
	decoder := japanese.EUCJP.NewDecoder()
	for row := 16; row <= 47; row++ {
		for col := 1; col <= 94; col++ {
			if b, err := decoder.Bytes([]byte{byte(0xA0 + row), byte(0xA0 + col)}); err == nil {
				if r, _ := utf8.DecodeRune(b); r != utf8.RuneError {
					list = append(list, r)
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// hanzi are the characters of Chinese surnames, simplified and traditional: the 400
// commonest, which nearly everybody in China and Taiwan has, as far as Korean and Japanese
// do not write them.
func hanzi() []rune {
	list := []rune(surnames)
	list = slices.DeleteFunc(list, func(r rune) bool { return r < 0x4E00 })
	slices.Sort(list)
	return slices.Compact(list)
}

// hasOutline reports whether one of fonts has r.
func hasOutline(fonts []*sfnt.Font, r rune) bool {
	for _, f := range fonts {
		if x, err := f.GlyphIndex(nil, r); err == nil && x != 0 {
			return true
		}
	}
	return false
}

// emoji is every emoji of one code point. Sequences are drawn as their first.
func emoji() []rune {
	return ranges(0x203C, 0x203C, 0x2049, 0x2049, 0x2122, 0x21FF, 0x2300, 0x23FF, 0x2460, 0x27BF, 0x2900, 0x2BFF, 0x3030, 0x303D, 0x3297, 0x3299,
		0x1F000, 0x1FAFF)
}

// ranges lists the code points of pairs of ends, both included, in order.
func ranges(ends ...rune) []rune {
	var out []rune
	for i := 0; i < len(ends); i += 2 {
		for r := ends[i]; r <= ends[i+1]; r++ {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func gzipped(b []byte) int {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	w.Write(b)                                              // a Buffer takes everything
	w.Close()
	return out.Len()
}
