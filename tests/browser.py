"""A real browser for tests: headless Chromium, driven over a pipe, with nothing else to install.

The DevTools protocol is JSON; ``--remote-debugging-pipe`` takes it on file descriptors 3 and 4,
each message ended by a null byte. Keys and clicks are sent as a keyboard and a mouse would.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
EXECUTABLE = next(filter(None, map(shutil.which, NAMES)), None)
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
CONTROL = 2  # as the protocol counts modifiers
# Moves the pipe's ends to the descriptors on which Chromium expects them, and becomes Chromium.
LAUNCH = """import os, sys
one, other = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2]))
os.dup2(one, 3), os.dup2(other, 4)
os.set_inheritable(3, True), os.set_inheritable(4, True)
os.execv(sys.argv[3], sys.argv[3:])"""
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--window-size=1300,1200",
    "--remote-debugging-pipe",
]


class Browser:
    """One page of a browser without a network.

    Attributes
    ----------
    errors : list of str
        What the page wrote to the console as an error, and every exception it threw.
    requests : list of str
        The address of everything that it asked for.
    """

    def __init__(self, profile: Path, *, width: int = 1280, height: int = 1000):
        self.errors: list[str] = []
        self.requests: list[str] = []
        self._number = 0
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                LAUNCH,
                str(to_browser),
                str(from_browser),
                EXECUTABLE,
                *FLAGS,
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._waiting = b""
        self._session = None
        target = next(
            one for one in self.send("Target.getTargets")["targetInfos"] if one["type"] == "page"
        )
        attached = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send(
            "Network.emulateNetworkConditions",
            offline=True, latency=0, downloadThroughput=0, uploadThroughput=0,
        )  # fmt: skip
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)  # else nothing gains focus
        self.resize(width, height)

    def close(self) -> None:
        """End the browser."""
        self._process.kill()
        self._process.wait()
        os.close(self._out)
        os.close(self._in)

    def send(self, method: str, **params) -> dict:
        """Call a method of the protocol and wait for its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _receive(self) -> dict:
        while b"\0" not in self._waiting:
            more = os.read(self._in, 1 << 20)
            if not more:
                raise RuntimeError("Chromium has ended.")
            self._waiting += more
        message, _, self._waiting = self._waiting.partition(b"\0")
        told = json.loads(message)
        self._note(told.get("method"), told.get("params", {}))
        return told

    def _note(self, method: str | None, params: dict) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.errors.append(str([one.get("value") for one in params["args"]]))

    def open(self, page: Path) -> None:
        """Open a file and wait until it is loaded and quiet."""
        self.send("Page.navigate", url=page.resolve().as_uri())
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'")

    def resize(self, width: int, height: int) -> None:
        """Give the page's window a size in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def run(self, script: str):
        """Evaluate an expression in the page and return its value; promises are awaited."""
        found = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("exception", {}).get("description"))
        return found["result"].get("value")

    def wait(self, condition: str, seconds: float = 10) -> None:
        """Wait until an expression is true in the page."""
        frames = int(seconds * 60)
        script = f"""(async () => {{ for (let n = 0; n < {frames}; n += 1) {{
            if ({condition}) return true;
            await new Promise((go) => setTimeout(go, 16)); }} return false; }})()"""
        try:
            found = self.run(script)
        except RuntimeError as error:
            if "navigated" not in str(error):  # else the page that was asked has gone: ask the next
                raise
            found = self.run(script)
        assert found, f"after {seconds} s still not: {condition}"

    def key(self, name: str) -> None:
        """Press a key and let it go."""
        text = {"text": "\r"} if name == "Enter" else {}
        code = {"key": name, "code": name, "windowsVirtualKeyCode": KEYS[name]}
        self.send("Input.dispatchKeyEvent", type="keyDown", **code, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", **code)

    def shortcut(self, letter: str) -> None:
        """Press a letter while holding Ctrl."""
        code = {"key": letter, "code": f"Key{letter.upper()}", "modifiers": CONTROL}
        code["windowsVirtualKeyCode"] = ord(letter.upper())
        self.send("Input.dispatchKeyEvent", type="rawKeyDown", **code)
        self.send("Input.dispatchKeyEvent", type="keyUp", **code)

    def type(self, text: str) -> None:
        """Type a text, key by key, wherever the focus is."""
        for letter in text:
            self.send("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def tap(self, selector: str) -> None:
        """Tap an element with a finger, in its middle."""
        box = f"document.querySelector({selector!r}).getBoundingClientRect()"
        x, y = self.run(
            f"(({{left, top, width, height}}) => [left + width / 2, top + height / 2])({box})"
        )
        self.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def click(self, x: float, y: float) -> None:
        """Click at a point of the window."""
        where = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.send("Input.dispatchMouseEvent", type="mousePressed", **where)
        self.send("Input.dispatchMouseEvent", type="mouseReleased", **where)

    def picture(self, path: Path, *, full: bool = False) -> None:
        """Save what the window shows, or the whole page."""
        data = self.send("Page.captureScreenshot", captureBeyondViewport=full)["data"]
        path.write_bytes(base64.b64decode(data))
