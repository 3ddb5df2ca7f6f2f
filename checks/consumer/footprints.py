"""Lists the footprints of KiCad boards: footprints BOARD..."""

import sys

from pyzig_sexp import pcb


def describe(footprint: pcb.Footprint) -> str:
    """One line about a footprint."""
    reference = next((item.value for item in footprint.propertys if item.name == "Reference"), "?")
    at = footprint.at
    return f"{reference} at {at.x:g}, {at.y:g} turned by {at.r or 0:g}: {footprint.name}"


for path in sys.argv[1:]:
    for footprint in pcb.load(path).kicad_pcb.footprints:
        print(describe(footprint))
