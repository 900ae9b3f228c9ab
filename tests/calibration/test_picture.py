"""The picture of a calibration shows its numbers, within the page, in the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from synthetic import carried_out, target

from ecosim import plots
from ecosim.calibration import Calibration
from ecosim.plots.calibration import against_band
from ecosim.plots.style import Picture


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    check = [target("funnel_products", 7, 1, "check"), target("unknown", 1, 1, "check")]
    return carried_out(tmp_path_factory.mktemp("found"), checks=check)


def texts(picture: Picture) -> list[str]:
    parts = [*picture.texts]
    for axes in (axes for axes in picture.axes if axes.axison):
        parts += [*axes.texts, *axes.get_yticklabels(), *axes.get_xticklabels(), axes.xaxis.label]
    return [part.get_text() for part in parts if part.get_text()]


def test_it_names_every_parameter_target_and_check(found: Calibration) -> None:
    shown = " | ".join(texts(plots.calibration(found)))
    for part in ("patenting: apply", "offers: attention", "applications", "checks, not used", "funnel products"):
        assert part in shown
    assert f"{found.parameters[0].value:.3g}, {found.parameters[0].verdict}" in shown
    assert "14 trials of 3 runs" in shown
    assert "unknown" not in shown


def test_all_text_lies_on_the_page(found: Calibration) -> None:
    picture = plots.calibration(replace(found, title="A scenario with a title of the usual length, and a bit more"))
    picture.canvas.draw()  # places the labels of axes
    width, height = picture.canvas.get_width_height()
    renderer = picture.canvas.get_renderer()  # type: ignore[attr-defined]
    parts = [*picture.texts]
    for axes in (axes for axes in picture.axes if axes.axison):
        parts += [*axes.texts, *axes.get_yticklabels(), *axes.get_xticklabels(), axes.xaxis.label]
    for part in (part for part in parts if part.get_text()):
        box = part.get_window_extent(renderer)
        assert min(box.x0, box.y0) >= 0 and box.x1 <= width and box.y1 <= height, part.get_text()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_bytes_every_time(found: Calibration, tmp_path: Path, kind: str) -> None:
    for name in ("one", "two"):
        plots.calibration(found, tmp_path / f"{name}.{kind}")
    assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()


def test_it_is_drawn_without_checks(found: Calibration) -> None:
    fitted = replace(found, rows=tuple(row for row in found.rows if row.role == "calibrate"))
    assert "checks, not used" not in texts(plots.calibration(fitted))


def test_what_lies_within_a_band_is_drawn_within_it_wherever_its_target_is(found: Calibration) -> None:
    uneven = replace(found.rows[0], low=0.6, value=0.85, high=0.9)
    drawn = [against_band(uneven, value) for value in (0.6, 0.75, 0.85, 0.9, 0.55)]
    assert drawn == pytest.approx([-1, 0, 2 / 3, 1, -4 / 3])
