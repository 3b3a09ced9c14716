"""Runs beside the student's code, with TensorFlow; knows no expected value."""
