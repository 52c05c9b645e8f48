"""Steps of a replay by which a staff member comes into their room, for tests of what is in it."""

PIN = "2580"


def typed(pin):
    """Digits on the pad, and the time that a guess takes."""
    return [{"tap": "pin:" + digit} for digit in pin] + [{"tap": "pin:ok"}, {"wait": 1500}]


# The emblem stands at the start of the header: at the left in French.
ENTER = [{"wait": 500},
         {"fingers": [[0, 1, "down", 45, 40], [3300, 1, "up", 45, 40]]}, {"wait": 3600},
         {"expect": {"screen": "staff_pin"}}]
# For the first time, which chooses the PIN, and later on.
CHOOSE = ENTER + typed(PIN) + typed(PIN) + [{"expect": {"screen": "staff_content"}}]
COME_BACK = ENTER + typed(PIN) + [{"expect": {"screen": "staff_content"}}]
