"""Takes the screenshots of the chat page for the documentation.

    aisle serve &
    python docs/screenshots.py http://127.0.0.1:7860/

Writes docs/screenshots/{desktop,mobile,dark}.png.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
SHOTS = {
    "desktop": ((1280, 900), "light", ["running shoes under $100", "only blue ones"]),
    "mobile": ((390, 844), "light", ["a gift for a gardener under $40"]),
    "dark": ((1280, 900), "dark", ["a lamp for my desk, not black"]),
}
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"]


def take(browser: Browser, address: str, name: str) -> None:
    (width, height), scheme, messages = SHOTS[name]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=2 if name == "mobile" else 1,
    )
    page.goto(address)
    expect(page.locator("#tray button").first).to_be_visible()
    for number, message in enumerate(messages, 1):
        page.locator("#box textarea").fill(message)
        page.keyboard.press("Enter")
        expect(page.locator(".user-row")).to_have_count(number)
        expect(page.locator(".thinking")).to_have_count(0, timeout=60_000)
        expect(page.locator("#send")).to_be_visible()
    page.wait_for_timeout(800)  # the last picture, the last scroll
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    page.close()
    Image.open(file).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860/"
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in SHOTS:
            take(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main()
