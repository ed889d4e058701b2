"""Cut one font down and give it another name.

    subset.py SOURCE TARGET FAMILY STYLE UNICODES KERN UPEM

UNICODES is a file of hexadecimal code points, one a line. KERN is "kern" or "".
UPEM is the number of units that an em is to have.
The result depends on the arguments and on fontTools' version only.
"""
import sys

from fontTools import subset
from fontTools.ttLib import newTable
from fontTools.ttLib.scaleUpem import scale_upem

source, target, family, style, unicodes, kern, upem = sys.argv[1:]

options = subset.Options()
options.hinting = False  # the picture is drawn without
options.notdef_outline = True
options.glyph_names = False
options.layout_features = [kern] if kern else []
options.name_IDs = []
options.recalc_timestamp = False
# Kerning, when wanted, is all that is used of the layout tables.
options.drop_tables += ["GSUB", "GDEF", "vhea", "vmtx", "VORG", "DSIG", "BASE", "gasp", "meta", "STAT"]
if not kern:
    options.drop_tables += ["GPOS"]

font = subset.load_font(source, options)
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=[int(line, 16) for line in open(unicodes)])
copyright_notice = font["name"].getDebugName(0)
subsetter.subset(font)
scale_upem(font, int(upem))

# The OFL reserves the names of the originals: a modified font carries its own,
# and the notice of whose work it is.
postscript = family.replace(" ", "") + "-" + style
name = font["name"] = newTable("name")
name.names = []
for name_id, text in [
    (0, copyright_notice),
    (1, family),
    (2, style),
    (3, postscript),
    (4, family + " " + style),
    (5, "Version 1.0"),
    (6, postscript),
    (13, "SIL Open Font License, Version 1.1"),
    (14, "https://openfontlicense.org"),
]:
    name.setName(text, name_id, 3, 1, 0x409)
if "CFF " in font:
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = family + " " + style, family
    for part in getattr(top, "FDArray", []):
        part.FontName = postscript
    for field in ("Notice", "Copyright"):
        if hasattr(top, field):
            setattr(top, field, copyright_notice)
    # scale_upem leaves the matrices of the parts of a CID font as they were, and
    # browsers, unlike x/image, multiply them: letters would come out at half their
    # size. Without any, an em has 1000 units, which is the format's default.
    assert upem == "1000"
    for part in [top, *getattr(top, "FDArray", [])]:
        part.rawDict.pop("FontMatrix", None)
        if "FontMatrix" in part.__dict__:
            del part.FontMatrix
if "glyf" in font:
    # Chrome refuses a font that has the overlap bit on any but a glyph's first
    # point.
    for glyph_name in font["glyf"].keys():
        glyph = font["glyf"][glyph_name]
        if glyph.numberOfContours > 0:
            glyph.expand(font["glyf"])
            for i in range(1, len(glyph.flags)):
                glyph.flags[i] &= ~0x40
subset.save_font(font, target, options)
