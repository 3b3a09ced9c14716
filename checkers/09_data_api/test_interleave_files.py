"""Checks of interleave_files: the judge draws the lines."""

from itertools import chain

from tensorkata.checking import after, assert_equal, points


def drawn(rng, *counts):
    """Draw files of that many lines."""
    words = iter(rng.permutation(9000).tolist())
    return [
        [f"{next(words)} {file}-{n}" for n in range(count)] for file, count in enumerate(counts)
    ]


def oracle(files, cycle, block=1):
    """Return the lines in turns; `block` lines from one place after the other."""
    waiting, places, found = [list(lines) for lines in files], [None] * cycle, []
    while waiting or any(place is not None for place in places):
        for number in range(cycle):
            if places[number] is None:
                places[number] = waiting.pop(0) if waiting else None
            for _ in range(block):
                if places[number]:
                    found.append(places[number].pop(0))
                elif places[number] is not None:
                    places[number] = None
    return found


def at_once(files, cycle):
    """Return the lines if the next file steps in at once."""
    waiting, found = [list(lines) for lines in files], []
    places = [waiting.pop(0) for _ in range(min(cycle, len(waiting)))]
    while waiting or any(places):
        for number in range(len(places)):
            if not places[number] and waiting:
                places[number] = waiting.pop(0)
            found += [places[number].pop(0)] if places[number] else []
    return found


def in_groups(files, cycle):
    """Return the lines if a group of files is read to its end before the next group."""
    groups = [files[start : start + cycle] for start in range(0, len(files), cycle)]
    return list(chain.from_iterable(oracle(group, cycle) for group in groups))


def slips_of(files, cycle):
    return {
        "the files are read one after the other": list(chain.from_iterable(files)),
        "the files are sorted by their names": oracle(files[::-1], cycle),
        "two lines of a file in each turn": oracle(files, cycle, block=2),
        "all files are read at once, whatever cycle is": oracle(files, len(files)),
        "there is one place too many": oracle(files, cycle + 1),
        "the next file steps in within the same turn": at_once(files, cycle),
        "a group of files is read to its end before the next begins": in_groups(files, cycle),
        "it stops when the shortest file ends": oracle(
            [f[: min(map(len, files))] for f in files], cycle
        ),
        "the line breaks are kept": [line + "\n" for line in oracle(files, cycle)],
    }


def joined(served):
    return [str(line) for line in served]


def test_form(probes, rng):
    """interleave_files serves each line of each file once"""
    files = drawn(rng, 3, 5, 1, 2)
    got = probes.interleave_files(files, 2)[0]
    lines = sorted(chain.from_iterable(files))
    slips = {words: sorted(slip) for words, slip in slips_of(files, 2).items()}
    slips |= {"first lines are skipped": sorted(chain.from_iterable(f[1:] for f in files))}
    slips |= {"the files are read again and again": sorted((oracle(files, 2) * 37)[:400])}
    assert_equal(sorted(joined(got)), lines, what="the list of lines, sorted,", slips=slips)


@points(1)
@after(test_form)
def test_turns(probes, rng):
    """in each turn every open file serves one line, in the order of the paths, in each pass"""
    files = drawn(rng, 3, 3, 3, 3)
    for _, got in zip(range(2), probes.interleave_files(files, 2, passes=2), strict=True):
        want, slips = oracle(files, 2), slips_of(files, 2)
        assert_equal(joined(got), want, what="the list of lines", slips=slips)


@points(1)
@after(test_turns)
def test_ends(probes, rng):
    """when a file has ended, the next file takes its place in the next turn"""
    files = drawn(rng, 2, 5, 1, 1, 3, 2)
    got, want = joined(probes.interleave_files(files, 3)[0]), oracle(files, 3)
    assert_equal(got, want, what="the list of lines", slips=slips_of(files, 3))
