"""A person who has no mouse: goes through a page with the Tab key, and presses and types there."""

MOST_TABS = 150
# The part of a page that has the focus: in words, for a test that finds no way.
HERE = "(document.activeElement.outerHTML || '').slice(0, 120)"


class Keyboard:
    """The keys of `page`. Nothing here sets the focus, or presses anything, but by a key."""

    def __init__(self, page):
        self.page = page
        self.strokes = 0

    def press(self, key):
        """Press one key."""
        self.page.keyboard.press(key)
        self.strokes += 1

    def reach(self, target):
        """Press Tab until `target` has the focus."""
        target.first.wait_for()
        for _time in range(MOST_TABS):
            if target.evaluate("part => part === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"no way by Tab to {target}; got to {self.page.evaluate(HERE)}")

    def follow(self, name, role="link", **options):
        """Press the link of this name with Enter, and wait for where it leads."""
        self.reach(self.page.get_by_role(role, name=name, exact=True, **options))
        with self.page.expect_navigation():
            self.press("Enter")

    def send(self, name):
        """Press the button of this name with Enter, and wait for where it leads."""
        self.follow(name, "button")

    def write(self, label, text):
        """Type `text` in the field of this label."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def tick(self, name):
        """Tick the box of this name with the space bar."""
        box = self.page.get_by_role("checkbox", name=name)
        self.reach(box)
        self.press("Space")
        assert box.is_checked()

    def choose(self, question, name):
        """Choose `name` among the answers to `question` with the arrow keys."""
        group = self.page.get_by_role("group", name=question)
        wanted = group.get_by_role("radio", name=name, exact=True)
        # Tab leads to the first of them, the arrows to the others.
        self.reach(group.get_by_role("radio").first)
        self.press("Space")
        for _time in range(MOST_TABS):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"no way by the arrows to {name}")
