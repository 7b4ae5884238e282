"""Names the processor that something was measured on."""

import platform
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")  # exists on Linux only
# Instructions that LiteRT multiplies matrices with several times faster, where there are any.
FASTER = ("amx_bf16", "amx_int8", "amx_tile", "avx512_vnni")


def processor_name(cpu_info: Path = CPU_INFO) -> str:
    """Returns its model and what makes it fast: "AMD EPYC, avx512_vnni"."""
    try:
        lines = cpu_info.read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    # "model name : …", once for each of the equal cores
    facts = {name.strip(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    flags = facts.get("flags", "").split()
    model = facts.get("model name") or platform.processor() or "unknown"
    return ", ".join([model, *(flag for flag in FASTER if flag in flags)])
