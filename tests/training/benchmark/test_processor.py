from pathlib import Path

from training.benchmark.processor import processor_name

CORE = """processor\t: {core}
model name\t: Sample CPU 9000
flags\t\t: fpu sse2{flags}

"""


def write(folder: Path, flags: str) -> Path:
    file = folder / "cpuinfo"
    file.write_text("".join(CORE.format(core=core, flags=flags) for core in range(2)))
    return file


def test_a_processor_is_named_with_what_makes_it_fast(tmp_path: Path) -> None:
    file = write(tmp_path, " amx_tile avx512_vnni amx_int8")
    assert processor_name(file) == "Sample CPU 9000, amx_int8, amx_tile, avx512_vnni"


def test_a_plain_processor_is_named_alone(tmp_path: Path) -> None:
    assert processor_name(write(tmp_path, "")) == "Sample CPU 9000"


def test_a_system_without_the_file_names_its_processor_too(tmp_path: Path) -> None:
    assert processor_name(tmp_path / "none")
