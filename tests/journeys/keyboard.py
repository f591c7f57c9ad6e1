"""A hand that has only a keyboard: Tab, Enter, Space, the arrows and letters. It sees where it stands, or stops."""

from functools import cached_property
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

MOST_STEPS = 160
STANDS_ON = "(one) => document.activeElement === one"
NOWHERE = "() => !document.activeElement || document.activeElement === document.body"
SEEN = """() => {
  const one = document.activeElement;
  const marks = (each) => each && (getComputedStyle(each).outlineStyle !== 'none' || getComputedStyle(each).boxShadow !== 'none');
  const shown = [one, one.parentElement, one.nextElementSibling, one.closest('label')].some(marks);
  // Inside a day, which is shown when one comes to it, the browser itself shows its parts and its calendar.
  const marked = shown || (one.type === 'date' && window.__entered === one);
  window.__entered = marked ? one : null;
  const box = one.getBoundingClientRect();
  const across = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const points = [0.25, 0.5, 0.75].map((part) => document.elementFromPoint(across, box.top + box.height * part));
  const uncovered = points.some((there) => there && (there === one || one.contains(there) || there.contains(one)));
  return {marked, uncovered, what: one.outerHTML.slice(0, 100)};
}"""


class Keyboard:
    """Moves on one page, and fails as soon as focus is lost, cannot be seen, or lies under something."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        """Press a key so many times."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def stands_somewhere(self) -> None:
        """Fail when focus is nowhere, or where nobody sees it."""
        assert not self.page.evaluate(NOWHERE), "Focus is lost."
        seen = self.page.evaluate(SEEN)
        assert seen["marked"], f"Focus is not shown: {seen['what']}"
        assert seen["uncovered"], f"Focus is under something or off the screen: {seen['what']}"

    def to(self, wanted: Locator, *, back: bool = False) -> None:
        """Walk with Tab until one stands on it; what one passes is seen too."""
        element = wanted.element_handle()
        for _ in range(MOST_STEPS):
            if self.page.evaluate(STANDS_ON, element):
                self.stands_somewhere()
                return
            self.press("Shift+Tab" if back else "Tab")
            if not self.page.evaluate(NOWHERE):  # past the last one stands in the browser itself for a moment
                self.stands_somewhere()
        raise AssertionError(f"The keyboard does not reach {wanted}.")

    def follow(self, link: Locator) -> None:
        """Walk to a link or a button and press Enter there; wait for the page that it leads to."""
        self.to(link)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, name: str, label: str) -> None:
        """Walk to the chips of a question and with the arrows to one of them."""
        group = self.page.locator(f"input[name={name}]")
        wanted = self.page.locator("label").filter(has=group).filter(has_text=label).first.locator("input")
        for _ in range(MOST_STEPS):
            if self.page.evaluate("document.activeElement.name") == name:
                break
            self.press("Tab")
        self.stands_somewhere()
        if not self.page.locator(f"input[name={name}]:checked").count():
            self.press("Space")
        for _ in range(group.count() + 1):
            if wanted.is_checked():
                self.stands_somewhere()
                return
            self.press("ArrowRight")
        raise AssertionError(f"{label} cannot be chosen by the keyboard.")

    def write(self, field: Locator, text: str) -> None:
        """Walk to a field and write in it instead of what is there."""
        self.to(field)
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def write_day(self, field: Locator, day: str) -> None:
        """Walk to a day and write it, `31.1.2025`, part by part in the order in which this browser asks."""
        number, month, year = day.split(".")
        parts = [number.zfill(2), month.zfill(2)]
        self.to(field)
        for part in [*(parts if self.day_first else reversed(parts)), year]:
            self.page.keyboard.type(part)
        assert field.input_value() == "-".join([year, *reversed(parts)])

    @cached_property
    def day_first(self) -> bool:
        """Whether the browser was installed with a language that writes the day before the month."""
        browser = self.page.context.browser
        assert browser is not None
        trial = browser.new_page(locale="fi-FI")
        trial.set_content('<input type="date" autofocus>')
        trial.locator("input").focus()
        trial.keyboard.type("01022003")
        value = trial.locator("input").input_value()
        trial.close()
        return value == "2003-02-01"

    def send(self) -> None:
        """Press Enter in the form where one stands; wait for the page that answers."""
        with self.page.expect_navigation():
            self.press("Enter")

    def arrives(self, address: str) -> None:
        """Wait for a page whose address ends so; the link of a summary may have left its mark after it."""
        self.page.wait_for_url(lambda url: urlsplit(url).path.endswith(address))

    def mend(self, field: Locator) -> None:
        """After a refusal: one stands on the summary, and its link leads to the field."""
        summary = self.page.locator("[data-error-summary]")
        assert self.page.evaluate(STANDS_ON, summary.element_handle()), "The summary is not read first."
        self.stands_somewhere()
        self.to(summary.locator("a").first)
        self.press("Enter")
        assert self.page.evaluate(STANDS_ON, field.element_handle()), (
            "The summary does not lead to its field."
        )
        self.stands_somewhere()
