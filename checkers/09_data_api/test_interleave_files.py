"""Checks of interleave_files: the judge draws the lines."""

from itertools import chain

from tensorkata.checking import after, assert_equal, points


def drawn(rng, *counts):
    """Draw files of that many lines."""
    words = iter(rng.permutation(9000).tolist())
    return [
        [f"{next(words)} {file}-{n}{' ' * (n % 2)}" for n in range(count)]
        for file, count in enumerate(counts)
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
        "the files are read again and again": (oracle(files, cycle) * 99)[:400],
        "the last of the waiting files comes first": oracle(
            files[:cycle] + files[cycle:][::-1], cycle
        ),
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


def joined(lines):
    """Return the lines of a pass as text; what is no text stays."""
    return [str(line) if line.shape == () else line.tolist() for line in lines]


def test_example(probes):
    """interleave_files serves the lines as the docstring's example shows"""
    files = [["a0", "a1", "a2"], ["b0"], ["c0", "c1"]]
    got, slips = probes.interleave_files(files, 2), slips_of(files, 2)
    got = got if isinstance(got, str) else [" ".join(map(str, joined(lines))) for lines in got]
    slips |= {"first lines are skipped": oracle([lines[1:] for lines in files], 2)}
    slips |= {ADDED: oracle([[*lines, ""] for lines in files], 2)}
    slips = {words: [" ".join(lines)] for words, lines in slips.items()}
    assert_equal(got, ["a0 b0 a1 a2 c0 c1"], what="the list of lines", slips=slips)


@points(0.5)
@after(test_example)
def test_turns(probes, rng):
    """in each turn every open file serves one line, in the order of the paths, in each pass"""
    files = drawn(rng, 3, 3, 3, 3)
    for _, got in zip(range(2), probes.interleave_files(files, 2, passes=2), strict=True):
        want, slips = oracle(files, 2), slips_of(files, 2) | {"a second pass is empty": []}
        slips["the blanks at the ends of a line are gone"] = [line.strip() for line in want]
        assert_equal(joined(got), want, what="the list of lines", slips=slips)


@points(0.5)
@after(test_turns)
def test_ends(probes, rng):
    """when a file has ended, the next file takes its place in the next turn"""
    for counts, cycle in [((2, 5, 1, 1, 3, 2), 3), ((4, 2), 5), ((3, 0, 2, 0, 4), 2)]:
        files = drawn(rng, *counts)
        [got] = probes.interleave_files(files, cycle)
        want, slips = oracle(files, cycle), slips_of(files, cycle)
        slips |= {SHORTER: oracle([lines for lines in files if lines], cycle)}
        assert_equal(joined(got), want, what="the list of lines", slips=slips)


@points(0.5)
@after(test_turns)
def test_empty_lines(probes, rng):
    """an empty line is a line, wherever it stands, and no line is added at the end of a file"""
    files = drawn(rng, 3, 4, 2)
    files[0][1] = files[1][0] = files[1][3] = files[2][1] = ""
    [got], want = probes.interleave_files(files, 2), oracle(files, 2)
    dropped = [[line for line in lines if line] for lines in files]
    slips = {DROPPED: oracle(dropped, 2), LEFT_OUT: [line for line in want if line]}
    slips |= {ADDED: oracle([[*lines, ""] for lines in files], 2)}
    slips |= {STOPS: oracle([lines[: lines.index("")] for lines in files], 2)}
    assert_equal(joined(got), want, what="the list of lines", slips=slips)


@points(0.5)
@after(test_turns)
def test_refused(probes, rng):
    """an empty list of paths and a cycle of less than 1 are refused, a cycle of 1 is not"""
    files = drawn(rng, 2, 2)
    got, want = probes.refused_to_interleave(files, CASES), refused(*["ValueError"] * 3, "")
    assert_equal(got, want, what="the dict of errors", slips=REFUSED)
    [got], want = probes.interleave_files(files, 1), list(chain.from_iterable(files))
    assert_equal(joined(got), want, what="the list of lines with a cycle of 1")


def refused(*errors):
    """Return the errors of the cases; the empty string stands for no error."""
    return dict(zip(CASES, (error or "nothing was raised" for error in errors), strict=True))


SHORTER = "an empty file takes no turn in its place"
DROPPED = "empty lines are thrown away before the files are interleaved"
LEFT_OUT = "empty lines are left out"
ADDED = "there is an empty line too many at the end of each file (split at each line break?)"
STOPS = "an empty line is taken for the end of the file"
CASES = {
    "no path": [0, 1],
    "a cycle of 0": [2, 0],
    "a cycle of -1": [2, -1],
    "a cycle of 1": [2, 1],
}
REFUSED = {
    "no path gives an empty dataset": refused("", "ValueError", "ValueError", ""),
    "cycle is left to TensorFlow, which raises a different error": refused(
        "ValueError", *["InvalidArgumentError"] * 2, ""
    ),
    "cycle is left to TensorFlow, which chooses for itself at -1": refused(
        "ValueError", "InvalidArgumentError", "", ""
    ),
    "a cycle of -1 is allowed": refused("ValueError", "ValueError", "", ""),
    "a cycle of 1 is refused": refused(*["ValueError"] * 4),
}
