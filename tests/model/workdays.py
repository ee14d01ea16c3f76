"""The working days of China, read from the published notices (daemon/data/calendar-cn.csv) by a reader of its own.
A day is its ordinal (date.toordinal()). A year without a notice works from Monday to Friday."""
import csv
import datetime
import os
from bisect import bisect_right

SOURCE = os.environ.get("DUBAN_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def day_of(text):
    return datetime.date.fromisoformat(text).toordinal()


def ymd(day):
    """20200518; 0 for no day."""
    if day is None:
        return 0
    d = datetime.date.fromordinal(day)
    return d.year * 10000 + d.month * 100 + d.day


def from_ymd(number):
    return datetime.date(number // 10000, number // 100 % 100, number % 100).toordinal() if number else None


def iso(day):
    return datetime.date.fromordinal(day).isoformat() if day is not None else "-"


class Workdays:
    def __init__(self, first="2017-01-01", last="2030-12-31"):
        self.changed = {}
        path = os.path.join(SOURCE, "daemon", "data", "calendar-cn.csv")
        with open(path, encoding="utf-8") as f:
            for row in csv.DictReader(f):
                self.changed[day_of(row["date"])] = row["kind"] == "workday"
        self.first, self.last = day_of(first), day_of(last)
        self.build()

    def build(self):
        self.days = [d for d in range(self.first, self.last + 1) if self.works(d)]

    def with_days(self, changes):
        """A calendar in which these days, {day: works}, are otherwise."""
        other = Workdays.__new__(Workdays)
        other.changed = {**self.changed, **changes}
        other.first, other.last = self.first, self.last
        other.build()
        return other

    def works(self, day):
        regular = datetime.date.fromordinal(day).weekday() < 5
        return self.changed.get(day, regular)

    def upto(self, day):
        """How many working days there are until the day, itself included."""
        return bisect_right(self.days, day)

    def after(self, day, n):
        """The n-th working day after the day; n = 0: the day itself."""
        return day if n == 0 else self.days[self.upto(day) + n - 1]

    def before(self, day, n):
        """The n-th working day before the day."""
        return day if n == 0 else self.days[self.upto(day - 1) - n]

    def last_of(self, day):
        """The day if it is a working day, else the last one before it."""
        return self.days[self.upto(day) - 1]

    def next_of(self, day):
        return day if self.works(day) else self.after(day, 1)

    def between(self, begin, end):
        """Working days from `begin` until before `end`."""
        return self.upto(end) - self.upto(begin) if end > begin else 0


def month_of(day):
    """A month is a number: year * 12 + (month - 1)."""
    d = datetime.date.fromordinal(day)
    return d.year * 12 + d.month - 1


def first_day(month):
    return datetime.date(month // 12, month % 12 + 1, 1).toordinal()


def last_day(month):
    return first_day(month + 1) - 1


def plus_months(day, n):
    """The same day n months later, or that month's last day if it is shorter."""
    d = datetime.date.fromordinal(day)
    month = d.year * 12 + d.month - 1 + n
    return min(first_day(month) + d.day - 1, last_day(month))


def yyyymm(month):
    return month // 12 * 100 + month % 12 + 1


def month_text(month):
    return f"{month // 12}-{month % 12 + 1:02d}"
