"""Find the Chromium that tests and benchmark drive, and how it is started.

    python -m training.chromium     prints its path, installing one where there is none

Looks at $CHROMIUM, then on the path, then for Playwright's own; where there is none it has
Playwright download its own, and failing that installs Debian's package. What Playwright itself
lacks on a bare Debian is installed too.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 240

# The sandbox does not start as root; the rest keeps the browser from calling its makers.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--use-fake-device-for-media-stream",  # a camera that every machine has
)


class NoChromiumError(Exception):
    """There is no Chromium and none could be installed; the message is one sentence."""


def find() -> str | None:
    """The path of a Chromium that is there, or None."""
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
    """The path of a Chromium, installed now if need be. Raises NoChromiumError."""
    if not _playwright_runs():
        _install_package("libatomic1")  # which its Node.js is linked with
    path = find() or _download()
    if path is None:
        _install_package("chromium")
        path = find()
    if path is None:
        raise NoChromiumError("The package chromium is installed, but no Chromium is on the path.")
    return path


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium. Raises NoChromiumError where there is none."""
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
            "install a Chromium and name it with $CHROMIUM."
        ) from None


def main() -> int:
    """Print the path of a Chromium; returns the exit status."""
    try:
        print(find_or_install())
    except NoChromiumError as error:
        print(f"chromium: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
