"""Finds or installs the Chromium that the tests and the benchmark drive, and starts it.

    python -m training.benchmark.chromium     prints its path; installs one if there is none

Tries $CHROMIUM, then the path, then Playwright's own. If there is none, it lets Playwright download
its own, and if that fails it installs Debian's package. It also installs a library that Playwright
needs and a bare Debian lacks.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 240

# The sandbox does not start as root; the rest keeps the browser off the network.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--use-fake-device-for-media-stream",  # a camera on every machine
)


class NoChromiumError(Exception):
    """No Chromium was found and none could be installed; the message is one sentence."""


def find() -> str | None:
    """Returns the path of an installed Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path:
        return on_path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def find_or_install() -> str:
    """Returns the path of a Chromium, and installs one if needed. Raises NoChromiumError."""
    if not _playwright_runs():
        _install_package("libatomic1")  # its Node.js needs it
    path = find() or _download()
    if path is None:
        _install_package("chromium")
        path = find()
    if path is None:
        raise NoChromiumError("The package chromium is installed, but no Chromium is on the path.")
    return path


def launch(playwright: Playwright) -> Browser:
    """Starts a headless Chromium. Raises NoChromiumError if there is none."""
    path = find()
    if path is None:
        raise NoChromiumError("No Chromium was found; `make test` installs one.")
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))


def _playwright_runs() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _download() -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    print("Installing a Chromium for the browser tests …", file=sys.stderr)
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return find()


def _install_package(name: str) -> None:
    apt_get = [*([] if os.geteuid() == 0 else ["sudo"]), "apt-get", "-qq"]
    try:
        for arguments in (["update"], ["install", "-y", name]):
            subprocess.run(
                [*apt_get, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoChromiumError(
            f"No Chromium was found, and the package {name} could not be installed ({error}); "
            "install a Chromium and set $CHROMIUM to its path."
        ) from None


def main(arguments: list[str] | None = None) -> int:
    """Prints the path of a Chromium; returns the exit status."""
    argparse.ArgumentParser(
        prog="python -m training.benchmark.chromium",
        description="Print the path of a Chromium; install one if there is none.",
    ).parse_args(arguments)
    try:
        print(find_or_install())
    except NoChromiumError as error:
        print(f"chromium: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
