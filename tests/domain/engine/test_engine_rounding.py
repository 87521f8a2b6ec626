from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.rounding import kept, rounded, rounded_float


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(7), 2, "7.00"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Decimal("2.675"), 2, "2.68"),
        (Decimal("-0.0"), 1, "0.0"),
        (Fraction(10**40 + 1, 2), 0, str(10**40 // 2 + 1)),
    ],
)
def test_rounding_is_half_up_and_exact(value, places, shown):
    assert str(rounded(value, places)) == shown


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6), st.integers(0, 6))
@settings(max_examples=100)
def test_a_rounded_value_is_as_near_as_its_places_allow(value, places):
    near = Fraction(rounded(value, places))

    assert abs(near - value) * 2 * 10**places <= 1
    assert (near * 10**places).denominator == 1
    assert rounded(-value, places) == -rounded(value, places)


def test_what_is_kept_to_calculate_on_is_what_would_be_shown():
    assert kept(Fraction(-1, 8), 2) == Fraction(-13, 100)
    assert kept(Fraction(1, 3), 0) == 0
    assert kept(Fraction(1, 3), None) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (2.675, 2, "2.68"),
        (72.12499999999999, 2, "72.13"),
        (72.1249, 2, "72.12"),
        (-0.001, 2, "0.00"),
        (1e-9, 4, "0.0000"),
        (-3.05, 1, "-3.1"),
    ],
)
def test_a_computed_number_is_rounded_as_it_is_written(value, places, shown):
    assert str(rounded_float(value, places)) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_finite_is_not_rounded(value):
    with pytest.raises((ValueError, OverflowError)):
        rounded_float(value, 2)
