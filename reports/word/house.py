"""How a programme's house style looks in Word: the colour of headings, and the logo."""

from reports.house import colour_of
from reports.picture import picture_of


def dress(file, house, pictures):
    """Give `file` the colour and the logo of `house`, as far as they are there. The logo stands where the
    next paragraph would."""
    if colour := colour_of(house):
        file.colour(colour)
    if house and house.logo in pictures:
        file.logo(picture_of(pictures[house.logo]), house.alternative)
