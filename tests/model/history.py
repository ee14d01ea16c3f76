"""Histories of lamps: as the model says, and as duban's events tell. Both are lists of steps for each (rule, link):
(day, phase, level, due, since, cause, times): phase 0 is 00:00, phase 1 an action of that day; level 0 is dark."""
import datetime

from links import HOLD, NOTE
from workdays import from_ymd, iso

CAUSES = {1: "done", 2: "extended", 3: "moved", 4: "withdrawn", 5: "superseded", 6: "period", 7: "carried",
          8: "rule_changed", 9: "off", 10: "clock_repaired"}


ZONE = datetime.timezone(datetime.timedelta(hours=8))


def day_at(micros):
    return datetime.datetime.fromtimestamp(micros / 1e6, ZONE).date().toordinal() if micros else None


class Lamp:
    __slots__ = ("level", "due", "since", "times")

    def __init__(self, level, due, since, times):
        self.level, self.due, self.since, self.times = level, due, since, times

    def key(self):
        return (self.level, self.due, self.times)


def at(curve, day):
    """The lamp on the day; None if it is dark."""
    if day < curve.grace:
        return None
    level, since, due = 0, None, curve.due
    for point in curve.points:
        if point[0] > day:
            break
        if point[1] and not level:
            since = point[0]
        level = point[1]
        if len(point) > 2:
            due = point[2]
    if not level:
        return None
    times = sum(d <= day for d in curve.reminders) if curve.reminders else 0
    return Lamp(level, due, since, times)


def still(curve, day):
    return curve.still is not None and day < curve.still


def cause_of_time(rule, curve, day):
    """Why a lamp goes out at 00:00 of the day."""
    if rule == 7:
        return "done", "period", "moved"
    if rule in (0, 3) and any(p[1] == 0 and p[0] <= day for p in curve.points):
        return "superseded"
    return "moved" if curve.still == day or not curve.points else "done"


class Told:
    """What the model expects; it is told of time and of actions."""

    def __init__(self):
        self.open = {}
        self.steps = {}
        self.now = {}   # curves

    def step(self, key, day, phase, lamp, cause=None):
        row = (day, phase, lamp.level, lamp.due, lamp.since, None, lamp.times) if lamp else \
              (day, phase, 0, None, None, cause, 0)
        self.steps.setdefault(key, []).append(row)

    def see(self, key, day, phase, curve, cause):
        lamp = at(curve, day) if curve else None
        was = self.open.get(key)
        if lamp is None:
            if was is not None:
                self.step(key, day, phase, None, cause)
                del self.open[key]
            return
        if was is None or was.key() != lamp.key():
            if was is not None and lamp.level < was.level:
                self.step(key, day, phase, None, cause)  # a lower level is another occurrence
            elif was is not None:
                lamp.since = was.since
            self.step(key, day, phase, lamp)
            self.open[key] = lamp

    def act(self, day, curves, causes, default="moved", phase=1):
        """Something was done on the day: the curves are new."""
        for key in set(self.now) | set(curves):
            curve = curves.get(key)
            if curve is HOLD or curve is not None and still(curve, day):
                continue
            cause = causes.get(key, default)
            if curve is not None and at(curve, day) is None and key[0] in (0, 3) and \
                    any(p[1] == 0 and p[0] <= day for p in curve.points) and \
                    (curve.own is None or curve.own <= day):
                cause = ("superseded", cause) if key[0] == 0 else "superseded"
            self.see(key, day, phase, curve, cause)
        self.now = curves

    def carry(self, day):
        """The year is closed: an open lamp of a link goes on as one of the next year's link."""
        for key, lamp in self.open.items():
            if key[1]:
                self.step(key, day, 1, None, "carried")
                lamp.since = None  # not compared: the episode's begin, or that of its present deadline
                self.step(key, day, 1, lamp)

    def time(self, after, until):
        """Nothing is done after the day `after` until 00:00 of the day `until`."""
        days = set()
        for curve in self.now.values():
            if curve is HOLD or curve is None:
                continue
            days.update(p[0] for p in curve.points if after < p[0] <= until)
            if curve.reminders:
                days.update(d for d in curve.reminders if after < d <= until)
            if after < curve.grace <= until:
                days.add(curve.grace)
            if curve.still is not None and after < curve.still <= until:
                days.add(curve.still)
        for day in sorted(days):
            for key, curve in self.now.items():
                if curve is not HOLD and curve is not None and not still(curve, day):
                    self.see(key, day, 0, curve, cause_of_time(key[0], curve, day))


class Heard:
    """What duban's events tell of one project."""

    def __init__(self):
        self.steps = {}
        self.open = {}
        self.facts = {}  # what duban says it was lit by

    def add(self, kind, happened, day, phase):
        body = getattr(happened, kind)
        if (body.warning if kind == "warning_raised" else body).subject.kind:
            return  # a duty, an order, a problem: the model knows links and projects
        if kind == "warning_raised":
            w = body.warning
            key = (w.rule, w.subject.year, w.subject.link)
            lamp = dict(level=w.level, due=from_ymd(w.due_date), since=day_at(w.since_at), times=w.times)
            self.open[key] = lamp
            self.facts.setdefault(key, []).append(f"{iso(day)}: {', '.join(w.inputs.fact)}")
            row = (day, phase, w.level, lamp["due"], lamp["since"], None, w.times)
        else:
            key = (body.rule, body.subject.year, body.subject.link)
            lamp = self.open.get(key, {})
            if kind == "warning_cleared":
                self.open.pop(key, None)
                row = (day, phase, 0, None, None, CAUSES.get(body.cause), 0)
            else:
                if kind == "warning_escalated":
                    lamp.update(level=body.level, due=from_ymd(body.due_date))
                    self.facts.setdefault(key, []).append(f"{iso(day)}: {', '.join(body.inputs.fact)}")
                elif kind == "warning_moved":
                    lamp.update(level=body.level, due=from_ymd(body.due_date))
                    if body.level == NOTE:
                        lamp["times"] = body.times
                elif kind == "warning_repeated":
                    lamp.update(times=body.times)
                else:
                    return
                row = (day, phase, lamp["level"], lamp["due"], lamp["since"], None, lamp["times"])
        self.steps.setdefault(key, []).append(row)
