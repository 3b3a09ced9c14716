"""What crosses the trust boundary: plain data that both sides import."""
