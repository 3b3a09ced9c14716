"""The isolated process that holds a submission and answers probes."""
