"""R1's rules of links, from domain.md: W00 to W03 of the links of one chain.

A lamp's curve is a list of (day, level) for as long as nobody does anything: from 00:00 of the day the lamp has
the level. HOLD instead of a curve: the lamp stays as it is."""
from workdays import plus_months

NOTE, YELLOW, RED = 1, 2, 3
HOLD = "hold"
CLASSES = ("approval", "construction", "service", "milestone")
# What the office may set (parameters.csv): the values if nobody sets anything.
DEFAULTS = {
    "W00.remind_cd": 7, "W00.remind_wd": 3, "W01.y_before_wd": 1, "W01.r_after_wd": 1, "W02.y_after_cd": 1,
    "W02.r_after_cd": 15, "W03.y_after_wd": 3, "W03.r_after_wd": 10,
    "plan.roll.approval": "next", "plan.roll.service": "next", "plan.roll.construction": "none",
    "plan.roll.milestone": "none", "report.review_wd": 3, "extension.max": 2,
}


class Curve:
    """`still`: the lamp stays as it is until 00:00 of this day, because what it asks for was handed in and waits."""
    __slots__ = ("points", "due", "reminders", "still", "grace", "own")

    def __init__(self, points, due, reminders=None):
        self.points = points
        self.due = due
        self.reminders = reminders
        self.still = None
        self.grace = 0    # dark before this day
        self.own = None   # from this day on it would be lit if it gave way to no other


class Link:
    def __init__(self, no, klass, after, kind, n, begin):
        self.no, self.klass, self.after, self.kind, self.n, self.begin = no, klass, after, kind, n, begin
        self.state = "open"          # open, suspended, done, cancelled, carried
        self.started = self.finished = self.suspended = self.cancelled = None
        self.extended = self.extended_on = None
        self.stops = []              # (from, to): suspensions since the limit was fixed
        self.waits = None            # the day of the hand-in that waits for a verdict
        self.asked = None            # the request to stop, put off or drop it that waits
        self.put_off = 0             # how often it was extended
        self.returned = 0            # how often a hand-in of it was returned

    def limit_text(self):
        return {"wd": f"{self.n}wd", "cd": f"{self.n}cd" if self.n else "0", "m": f"{self.n}m",
                "open": "待定"}.get(self.kind) or _iso(self.n)


def _iso(day):
    import datetime
    return datetime.date.fromordinal(day).isoformat()


def quiet_until(wd, handed_in, returned, review_wd):
    """A hand-in keeps lamps still for some working days, but not after the same thing was returned twice."""
    return wd.after(handed_in, review_wd) + 1 if handed_in is not None and returned < 2 else None


def with_switches(curves, params, entered):
    """What Wnn.on and Wnn.grace_cd leave of the curves of a project that was entered on the day."""
    out = {}
    for key, curve in curves.items():
        if params.get(f"W{key[0]:02d}.on", "yes") == "no":
            continue
        if curve is not HOLD and curve is not None:
            curve.grace = entered + params.get(f"W{key[0]:02d}.grace_cd", 0)
        out[key] = curve
    return out


class Chain:
    entered = 0

    def __init__(self, start, links, workdays, params=None):
        self.start, self.links, self.wd = start, links, workdays
        self.params = {**DEFAULTS, **(params or {})}

    def p(self, key):
        return self.params[key]

    # ---- dates

    def done_on(self, link):
        """The day on which the link is out of its followers' way; None if it still is in it."""
        if link.state == "done":
            return link.finished
        if link.state == "cancelled":
            before = self.ready(link)
            return None if before is None else max(before, link.cancelled)
        return None

    def ready(self, link):
        """The day on which the last prerequisite was done, or the chain's start; None if one is not done."""
        days = [self.done_on(self.links[no]) for no in link.after]
        if None in days:
            return None
        return max(days, default=self.start)

    def clock(self, link):
        """S: the day from which the link's limit counts; None if the clock does not run yet."""
        ready = self.ready(link)
        if ready is None:
            return None
        return max(ready, link.begin) if link.begin else ready

    def by_workdays(self, link):
        return link.kind == "wd" and link.extended is None

    def shift(self, link, clock):
        """The days that suspensions took from the clock while it ran."""
        if clock is None:
            return 0
        count = self.wd.between if self.by_workdays(link) else (lambda a, b: max(0, b - a))
        return sum(count(max(a, clock), b) for a, b in link.stops)

    def shifted(self, link, day, shift):
        return self.wd.after(day, shift) if self.by_workdays(link) else day + shift

    def deadline(self, link, clock):
        if link.kind == "open" and link.extended is None:
            return None
        shift = self.shift(link, clock)
        if link.extended is not None:  # a date given on a day: what was before that day is in it
            return link.extended + self.shift(link, clock if clock is None else max(clock, link.extended_on))
        if link.kind == "fixed":
            return link.n + shift
        if clock is None:
            return None
        if link.kind == "wd":
            return self.wd.after(clock, link.n + shift)
        end = (clock + link.n if link.kind == "cd" else plus_months(clock, link.n)) + shift
        if link.n and self.p(f"plan.roll.{link.klass}") == "next":
            end = self.wd.next_of(end)
        return end

    # ---- lamps

    def curves(self, link):
        """{rule: Curve or HOLD} of one link."""
        if link.state in ("done", "cancelled", "carried"):
            return {}
        if link.state == "suspended":
            return {0: HOLD, 1: HOLD, 2: HOLD, 3: HOLD}
        clock = self.clock(link)
        due = self.deadline(link, clock)
        out = {}
        lamp = None
        if due is not None:
            lamp = self.late(link, clock, due)
            out[1 if link.klass in ("approval", "service") else 2] = lamp
            out[0] = self.remind(link, clock, due, lamp)
        early = self.not_begun(link, clock)
        if early:
            if lamp:
                early.own = early.points[0][0]
                early.points = [p for p in early.points if p[0] < lamp.points[0][0]]
                early.points.append((lamp.points[0][0], 0))
            out[3] = early
        quiet = quiet_until(self.wd, link.waits, link.returned, self.p("report.review_wd"))
        if quiet is not None:
            for rule in (0, 1, 2, 3):  # also one that its condition no longer holds
                out.setdefault(rule, Curve([], due)).still = quiet
        return out

    def counts(self, link):
        """Its deadline is counted from its clock, and not a date."""
        return link.extended is None and link.kind != "fixed"

    def late(self, link, clock, due):
        if link.klass in ("approval", "service"):
            yellow = self.wd.before(self.wd.last_of(due), self.p("W01.y_before_wd"))
            if self.counts(link):
                yellow = max(yellow, clock + 1)
            red = self.wd.after(due, self.p("W01.r_after_wd"))
        else:
            yellow = due + self.p("W02.y_after_cd")
            red = due + self.p("W02.r_after_cd")
        points = [(red, RED)] if red <= yellow else [(yellow, YELLOW), (red, RED)]
        return Curve(points, due)

    def remind(self, link, clock, due, lamp):
        lit = lamp.points[0][0]
        days = {due - self.p("W00.remind_cd"), self.wd.before(due, self.p("W00.remind_wd"))}
        if self.counts(link):
            days = {max(d, clock + 1) for d in days}
        days = sorted(d for d in days if d < lit)
        if not days and self.counts(link):
            days = [clock]
        if not days:
            return Curve([], due)
        return Curve([(days[0], NOTE), (lit, 0)], due, days)

    def not_begun(self, link, clock):
        if clock is None or link.started is not None:
            return None
        if not link.begin and (link.kind in ("fixed", "open") or link.n == 0):
            return None
        base = clock
        if link.extended_on is not None:
            base = max(base, link.extended_on)
        base = self.shifted(link, base, self.shift(link, base))
        yellow = self.wd.after(base, self.p("W03.y_after_wd"))
        red = self.wd.after(base, self.p("W03.r_after_wd"))
        return Curve([(red, RED)] if red <= yellow else [(yellow, YELLOW), (red, RED)], base)

    def all_curves(self):
        return with_switches({(rule, link.no): curve for link in self.links.values()
                              for rule, curve in self.curves(link).items()}, self.params, self.entered)

    # ---- what people do; each returns the cause by which a lamp of the link would go out

    def act(self, verb, no, today, at=None, to=None, limit=None):
        link = self.links[no]
        at = at if at is not None else today
        if verb == "start":
            link.started = at
            return "done"
        if verb == "hand in":
            link.waits = today
            return "moved"
        if verb == "send back":
            link.waits = None
            link.returned += 1
            return "moved"
        if verb == "finish":
            link.waits = None
            link.state, link.finished = "done", at
            if link.started is None:
                link.started = at
            if link.suspended is not None:
                link.stops.append((link.suspended, at))
                link.suspended = None
            return "done"
        if verb == "return":
            link.state, link.finished = "open", None
            return "moved"
        if verb == "suspend":
            link.state, link.suspended = "suspended", at
            return "moved"
        if verb == "resume":
            link.state = "open"
            before = self.shift(link, self.clock(link))
            if link.suspended is not None:
                link.stops.append((link.suspended, at))
            link.suspended = None
            return "extended" if self.shift(link, self.clock(link)) > before else "moved"
        if verb == "extend":
            link.extended, link.extended_on = to, today
            link.put_off += 1
            link.stops = []
            return "extended"
        if verb == "cancel":
            link.state, link.cancelled = "cancelled", today
            link.suspended = None
            return "withdrawn"
        if verb == "limit":
            before = self.deadline(link, self.clock(link))
            was = self.curves(link)
            lit = [c.points[0][0] for rule, c in was.items() if rule in (1, 2, 3) and c is not HOLD and c.points]
            if (link.kind, link.n) != limit:  # a new limit is a new decision: it takes the place of all before
                link.kind, link.n = limit
                link.extended = link.extended_on = None
                link.stops = []
            after = self.deadline(link, self.clock(link))
            off = after is None or before is not None and after > before
            off = off or 3 in was and 3 not in self.curves(link)  # nobody needs to begin it any more
            due = before is not None and before < today
            return "extended" if off and (due or any(day <= today for day in lit)) else "moved"
        raise ValueError(verb)
