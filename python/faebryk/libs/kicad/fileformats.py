"""KiCad's file formats as `kicad.loads` and `kicad.dumps`, as far as S-expressions go."""

from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, TypeVar

from faebryk.core.zig.gen.sexp import (
    design_rules,
    footprint,
    footprint_v5,
    fp_lib_table,
    netlist,
    pcb,
    schematic,
    sym_lib_table,
    symbol,
    symbol_v6,
    worksheet,
)

__all__ = ["kicad"]

File = TypeVar("File")


class kicad:
    """A namespace: the modules of the file formats, and functions for the files of all of them."""

    design_rules = design_rules
    footprint = footprint
    footprint_v5 = footprint_v5
    fp_lib_table = fp_lib_table
    netlist = netlist
    pcb = pcb
    schematic = schematic
    sym_lib_table = sym_lib_table
    symbol = symbol
    symbol_v6 = symbol_v6
    worksheet = worksheet

    _modules: ClassVar[dict[type, ModuleType]] = {
        design_rules.DesignRulesFile: design_rules,
        pcb.PcbFile: pcb,
        footprint.FootprintFile: footprint,
        footprint_v5.FootprintFile: footprint_v5,
        fp_lib_table.FpLibTableFile: fp_lib_table,
        netlist.NetlistFile: netlist,
        schematic.SchematicFile: schematic,
        sym_lib_table.SymLibTableFile: sym_lib_table,
        symbol.SymbolFile: symbol,
        symbol_v6.SymbolFile: symbol_v6,
        worksheet.WorksheetFile: worksheet,
    }
    _loaded: ClassVar[dict[Path, Any]] = {}

    @staticmethod
    def type_to_module(t: Any) -> ModuleType:
        """The module for a file, or for the class of a file."""
        module = kicad._modules.get(t if isinstance(t, type) else type(t))
        if module is None:
            raise ValueError(f"Unsupported type: {t} ({type(t)})")
        return module

    @staticmethod
    def loads(t: type[File], path_or_sexpstring: Path | str) -> File:
        """Reads a file of class `t` from a path or from text.

        A path is read once: whoever asks for it again gets the same object, with all changes made to it, until it is
        taken out of `kicad.loads.cache`.
        """
        if not isinstance(path_or_sexpstring, Path):
            read: File = kicad.type_to_module(t).loads(path_or_sexpstring)
            return read
        if path_or_sexpstring not in kicad._loaded:
            text = path_or_sexpstring.read_text(encoding="utf-8")
            kicad._loaded[path_or_sexpstring] = kicad.type_to_module(t).loads(text)
        file = kicad._loaded[path_or_sexpstring]
        if not isinstance(file, t):
            raise TypeError(f"{path_or_sexpstring} was read as {type(file).__name__}, not as {t.__name__}")
        return file

    @staticmethod
    def dumps(obj: Any, path: Path | None = None) -> str:
        """The text of a file, which is also written to `path` where that is given.

        The text of a footprint ends without a newline, as atopile has it.
        """
        text: str = kicad.type_to_module(obj).dumps(obj)
        if isinstance(obj, footprint.FootprintFile):
            text = text.removesuffix("\n")
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return text


kicad.loads.cache = kicad._loaded  # type: ignore[attr-defined]
