"""Many submissions: collected, judged, stored."""
