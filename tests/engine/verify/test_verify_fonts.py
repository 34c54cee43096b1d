"""No font and no setting of the machine gets into a figure."""

import os
import subprocess
import sys

DRAW = """
import hashlib, io
from helpers.figures import style
from matplotlib import pyplot as plt
style.apply()
figure = plt.figure(figsize=(3, 1))
figure.text(0.1, 0.5, "Deaths, 2021", weight=600)
figure.text(0.1, 0.1, "Guayas, in italics", style="italic")
stream = io.BytesIO()
figure.savefig(stream, format="png")
print(hashlib.sha256(stream.getvalue()).hexdigest())
"""


def draw(home, **environment) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", DRAW],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HOME": str(home),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_a_machine_with_other_fonts_and_settings_draws_the_same(tmp_path):
    from fontTools.ttLib import TTFont

    from helpers import paths

    here, there = tmp_path / "here", tmp_path / "there"
    fonts, settings = there / ".fonts", there / "matplotlib"
    for folder in (here, fonts, settings):
        folder.mkdir(parents=True)
    # Another font that says that it is the book's: italics where upright letters should be.
    impostor = TTFont(paths.FONTS / "SourceSans3-It.ttf")
    for name in impostor["name"].names:
        if name.nameID in {2, 17}:
            impostor["name"].setName("Regular", name.nameID, *_platform(name))
    impostor["OS/2"].fsSelection = 0x40
    impostor["head"].macStyle = 0
    impostor["post"].italicAngle = 0
    impostor.save(fonts / "SourceSans3.ttf")
    (settings / "matplotlibrc").write_text("path.sketch: 3, 10, 2\nsavefig.bbox: tight\n")
    assert draw(here) == draw(there, MPLCONFIGDIR=str(settings), XDG_DATA_HOME=str(there))


def _platform(name):
    return name.platformID, name.platEncID, name.langID
