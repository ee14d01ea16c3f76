"""R1's rules of projects, from domain.md: W04 to W09 and W17, for one project.

Money is in fen, months are numbers (see workdays), curves as in links.py."""
from links import RED, YELLOW, Curve, quiet_until, with_switches
from workdays import first_day, last_day, month_of, plus_months

DEFAULTS = {
    "W04.y_months": 1, "W04.r_months": 3, "W05.y_months": 1, "W05.r_months": 2, "W05.min_total_wan": 500,
    "W05.unknown_start": "no", "W06.y_months": 1, "W06.r_months": 3, "W07.mode": "ratio", "W07.y_percent": 80,
    "W07.r_percent": 60, "W07.y_points": 10, "W07.r_points": 30, "W07.start_month": 3, "W08.y_months": 1,
    "W08.r_months": 2, "W09.window_months": 6, "W09.y_months": 1, "W09.r_months": 2, "W17.share_times": 3,
    "W17.gap_percent": 20, "W17.r_after_wd": 5, "W22.on": "needs_chain", "W22.y_after_wd": 5, "W22.r_after_wd": 15, "report.lock_wd": 5, "report.review_wd": 3,
}
BEFORE_START = ("reserve", "preliminary", "planned_start")
UNACCEPTED = BEFORE_START + ("building", "stopped", "completed")
STARTED = ("building", "stopped", "completed", "accepted", "operating", "on_target")


class Plan:
    def __init__(self, year, adopted, amount, start=None, finish=None, curve=None):
        self.year, self.adopted, self.amount = year, adopted, amount
        self.start, self.finish, self.curve = start, finish, curve

    def until(self, month):
        """What should be invested from January to the end of the month, as (numerator, denominator)."""
        in_year = month - self.year * 12 + 1
        if self.curve:
            return sum(self.curve[:in_year]), 1
        if self.start is not None and self.start // 12 == self.year:
            s = self.start % 12 + 1
            return (self.amount * (in_year - s + 1), 13 - s) if in_year >= s else (0, 1)
        return self.amount * in_year, 12

    def share(self, month):
        """A month's part of the amount, as (numerator, denominator)."""
        if self.curve:
            return self.curve[month - self.year * 12], 1
        if self.start is not None and self.start // 12 == self.year:
            return self.amount, 12 - self.start % 12
        return self.amount, 12


class Booking:
    """A confirmed report of money or progress."""
    __slots__ = ("kind", "period", "booked", "day", "invested", "percent", "text", "cumulative", "statistics")

    def __init__(self, kind, period, booked, day, invested, percent, text, cumulative, statistics):
        self.kind, self.period, self.booked, self.day = kind, period, booked, day
        self.invested, self.percent, self.text = invested, percent, text
        self.cumulative, self.statistics = cumulative, statistics


class Project:
    def __init__(self, workdays, entered, stage, total, plans, params=None):
        self.wd, self.entered, self.stage, self.total, self.plans = workdays, entered, stage, total, plans
        self.params = {**DEFAULTS, **(params or {})}
        self.started = self.library = self.stopped = self.resumed = None
        self.bookings = []
        self.explained = {}   # month: days
        self.year = None      # the project's year; it moves when the year is closed
        self.locks = {}
        self.has_chain = self.needs_chain = False
        self.waits = {}       # {stage: day on which a unit asked for it}
        self.returned = {}    # {stage: how often that was returned}
        self.horizon = None   # nothing is asked about later days

    def p(self, key):
        return self.params[key]

    # ---- figures

    def lock(self, month):
        """The last day of booking in the month."""
        day = self.locks.get(month)
        if day is None:
            day = self.locks[month] = self.wd.after(last_day(month), self.p("report.lock_wd"))
        return day

    def judged(self, month):
        return self.lock(month) + 1

    def booking_month(self, period, day):
        month = period
        while self.lock(month) < day:
            month += 1
        return month

    def own(self, month):
        """The month's own report, if it was confirmed in time."""
        for b in self.bookings:
            if b.kind == "own" and b.period == month and b.booked == month:
                return b
        return None

    def invested(self, first, last, until=None):
        return sum(b.invested for b in self.bookings if first <= b.booked <= last and b.invested is not None
                   and (until is None or b.day <= until))

    def plan(self, year, day):
        """The plan of the year in force on the day."""
        found = None
        for plan in self.plans:
            if plan.year == year and plan.adopted <= day:
                found = plan
        return found

    # ---- rules

    def all_curves(self, today):
        out = {}
        for rule, curve in ((4, self.w04(today)), (5, self.w05()), (6, self.w06(today)), (7, self.w07(today)),
                            (8, self.w08(today)), (9, self.w09(today)), (17, self.w17()), (22, self.w22())):
            if curve:
                out[rule, 0] = curve
        for rule, stage in ((4, "building"), (6, "accepted")):
            if (rule, 0) in out and stage in self.waits:
                out[rule, 0].still = quiet_until(self.wd, self.waits[stage], self.returned.get(stage, 0),
                                                 self.p("report.review_wd"))
        return with_switches(out, self.params, self.entered)

    def planned(self, what, today):
        """The month of `what` (start, finish) by the plan in force: that of this year or the last one before
        that names it. A plan that says nothing of it does not take it back."""
        named = [p for p in self.plans if p.adopted <= today and p.year <= month_of(today) // 12
                 and getattr(p, what) is not None]
        return getattr(max(named, key=lambda p: (p.year, p.adopted)), what) if named else None

    @staticmethod
    def two(yellow, red, due):
        return Curve([(red, RED)] if red <= yellow else [(yellow, YELLOW), (red, RED)], due)

    def w04(self, today):
        month = self.planned("start", today)
        if self.stage not in BEFORE_START or month is None:
            return None
        return self.two(first_day(month + self.p("W04.y_months")), first_day(month + self.p("W04.r_months")),
                        last_day(month))

    def w05(self):
        if self.stage not in STARTED or self.library is not None or self.started is None:
            return None
        if self.total < self.p("W05.min_total_wan") * 1000000:
            return None
        yellow = plus_months(self.started, self.p("W05.y_months"))
        return self.two(yellow, plus_months(self.started, self.p("W05.r_months")) + 1, yellow)

    def w06(self, today):
        month = self.planned("finish", today)
        if self.stage not in UNACCEPTED or month is None:
            return None
        return self.two(first_day(month + self.p("W06.y_months")), first_day(month + self.p("W06.r_months")),
                        last_day(month))

    def judge_money(self, month):
        """0 for not behind, YELLOW, RED; None if the month is not judged."""
        year = month // 12
        plan = self.plan(year, self.lock(month))
        if plan is None:
            return 0
        if self.own(month) is None:
            return None
        if plan.start is not None and plan.start // 12 == year and plan.curve is None and month <= plan.start:
            return 0  # the plan expects nothing yet
        since = self.money_known_from(year)
        due, by = plan.until(month)
        if since > year * 12:
            less, of = plan.until(since - 1)
            due, by = due * of - less * by, by * of
        got = self.invested(since, month, self.lock(month)) * by
        if due <= 0:
            return 0
        if self.p("W07.mode") == "pp":
            behind, whole = (due - got) * 100, plan.amount * by
            return RED if behind > self.p("W07.r_points") * whole else \
                YELLOW if behind >= self.p("W07.y_points") * whole else 0
        return RED if got * 100 < self.p("W07.r_percent") * due else \
            YELLOW if got * 100 < self.p("W07.y_percent") * due else 0

    def money_known_from(self, year):
        """The month from which the year's investment is known."""
        january = year * 12
        first = min((b.booked for b in self.bookings if b.booked >= january), default=None)
        entered = month_of(self.entered)
        known = max(january, entered)
        return max(january, min(known, first)) if first is not None else known

    def w07(self, today):
        if self.stage not in ("building", "stopped"):
            return None
        points, level, due = [], 0, None
        for year in range(month_of(self.entered) // 12, month_of(self.horizon) // 12 + 1):
            points_of_year, level, due = self.money_points(year, level, due)
            points += points_of_year
        return self.states(points)

    def money_points(self, year, level, due):
        points = [(self.judged(year * 12), 0, None)] if level else []
        level, due = 0, None
        begun = self.started if self.started is not None else self.entered
        for month in range(year * 12 + self.p("W07.start_month") - 1, year * 12 + 12):
            if self.judged(month) <= max(begun, self.entered):
                continue
            outcome = self.judge_money(month)
            if outcome is None:
                continue
            if outcome and not level:
                due = last_day(month)
            level = outcome
            points.append((self.judged(month), level, due if level else None))
        return points, level, due

    @staticmethod
    def states(points):
        return Steps(points) if any(level for _, level, _ in points) else None

    def told(self, month):
        """What was reported of the month: its own report, in time or late, and then corrections of it."""
        return [b for b in self.bookings if b.period == month]

    def progressed(self, month):
        """The month brought money or a change of the works, by the last that was told of it."""
        told = self.told(month)
        if not told:
            return False
        mine = told[0]
        if sum(b.invested for b in told if b.invested is not None):
            return True
        earlier = sorted((b for b in self.bookings if b.kind != "correction" and b.period < month),
                         key=lambda b: b.period)
        percents = [b.percent for b in earlier if b.percent is not None]
        texts = [b.text for b in earlier if b.text]
        if mine.percent is not None:  # it measures the works: words beside it are no progress
            return mine.percent > (percents[-1] if percents else 0)
        return bool(mine.text) and (not texts or texts[-1] != mine.text)

    def first_idle_month(self):
        base = max(d for d in (self.started, self.resumed, self.entered) if d is not None)
        month = month_of(base)
        return month if first_day(month) == base else month + 1

    def idle_points(self, until, window_end=None):
        """[(day, run, first month)] at each judgement: how many months in a row brought nothing."""
        out, run, first = [], 0, None
        month = self.first_idle_month()
        while self.judged(month) <= until:
            if self.progressed(month):
                run, first = 0, None
            else:
                run += 1
                first = first if first is not None else month
            out.append((self.judged(month), run, first))
            month += 1
        return out

    def idle_curve(self, rule, today, allowed):
        points = []
        for day, run, first in self.idle_points(self.horizon):
            level = 0
            if run and allowed(first):
                level = RED if run >= self.p(f"{rule}.r_months") else YELLOW if run >= self.p(f"{rule}.y_months") \
                    else 0
            points.append((day, level, last_day(first) if level else None))
        return self.states(points)

    def w08(self, today):
        if self.stage != "building":
            return None
        return self.idle_curve("W08", today, lambda first: True)

    def begun(self):
        """The start; if it is unknown, the end of the planned month, or the day by which it had begun."""
        if self.started is not None:
            return self.started
        planned = [last_day(p.start) for p in self.plans[:1] if p.start is not None]
        return min(planned + [self.entered])

    def w09(self, today):
        if self.stage not in ("building", "stopped"):
            return None
        window = plus_months(self.begun(), self.p("W09.window_months"))
        if self.stage == "stopped":
            if self.stopped <= window:
                return Steps([(self.stopped, RED, self.stopped)])
            return None
        return self.idle_curve("W09", today, lambda first: last_day(first) <= window)

    def odd(self, month, invested, cumulative):
        """What was told of a month looks wrong by itself."""
        if cumulative is not None and cumulative > self.total:
            return True
        plan = self.plan(month // 12, last_day(month))
        if plan is not None and invested is not None:
            share, by = plan.share(month)
            if invested * by > self.p("W17.share_times") * share:
                return True
        return cumulative is not None and any(
            o.period < month and o.cumulative is not None and o.cumulative > cumulative for o in self.bookings)

    def odd_since(self, month):
        """The day from which what is told of the month looks wrong. An explanation holds for the figures that it
        explains: other figures are looked at anew."""
        since, figures, cumulative = None, 0, None
        for b in self.told(month):
            explained = since is not None and any(since <= day < b.day for day in self.explained.get(month, ()))
            changed = b.kind != "correction" or b.invested
            figures += b.invested or 0
            cumulative = b.cumulative if b.kind != "correction" else cumulative
            if not self.odd(month, figures, cumulative):
                since = None
            elif since is None or explained and changed:
                since = b.day
        return None if since is None or any(day >= since for day in self.explained.get(month, ())) else since

    def w17(self):
        days = [day for day in map(self.odd_since, {b.period for b in self.bookings}) if day is not None]
        if not days:
            return None
        return self.two(min(days), self.wd.after(min(days), self.p("W17.r_after_wd")), min(days))

    def w22(self):
        """A project without a chain."""
        if self.has_chain or self.stage not in ("preliminary", "planned_start", "building", "stopped", "completed"):
            return None
        if self.p("W22.on") == "needs_chain" and not self.needs_chain:
            return None
        return self.two(self.wd.after(self.entered, self.p("W22.y_after_wd")),
                        self.wd.after(self.entered, self.p("W22.r_after_wd")), self.entered)


class Steps:
    """A lamp whose due day may change with its level: the points are (day, level, due)."""
    reminders = due = still = None
    grace = 0

    def __init__(self, points):
        self.points = points
