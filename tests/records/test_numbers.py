"""Ticket numbers: seven digits or more, and no slip of the finger goes unnoticed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ivr.records.numbers import check_digit, ticket_number, valid_number

SAMPLE = [ticket_number(row) for row in (1, 2, 9, 10, 99, 12_345, 899_999, 900_000, 10**9)]


def test_the_check_digit_is_damms() -> None:
    # The worked example of the literature.
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


def test_numbers_begin_with_seven_digits_and_rise() -> None:
    assert ticket_number(1).startswith("100001")
    assert len(ticket_number(1)) == 7
    assert [int(number) for number in SAMPLE] == sorted(int(number) for number in SAMPLE)


@pytest.mark.parametrize("number", SAMPLE)
def test_every_number_that_is_given_is_valid(number: str) -> None:
    assert valid_number(number)


@pytest.mark.parametrize("number", SAMPLE)
def test_one_wrong_digit_is_noticed(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            assert not valid_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("number", SAMPLE)
def test_two_swapped_neighbours_are_noticed(number: str) -> None:
    for place, (left, right) in enumerate(pairwise(number)):
        if left != right:
            assert not valid_number(number[:place] + right + left + number[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "0", "100001", "abcdefg", "１０００１３５", " 1000011", "1" * 40]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert not valid_number(text)


def test_rows_begin_at_one() -> None:
    with pytest.raises(ValueError, match="begin at 1"):
        ticket_number(0)
