"""Random chains and what is done on them: one subject is a project with one chain."""
import datetime
import random

from city import api
from links import CLASSES, HOLD, Chain, Link
from settings import CATEGORIES, LISTS, held
from workdays import iso, ymd

VERBS = {"start": "link_start", "finish": "link_finish", "return": "link_return", "suspend": "link_suspend",
         "resume": "link_resume", "extend": "link_extend", "cancel": "link_cancel", "limit": "link_set",
         "hand in": "link_finish"}


class Action:
    __slots__ = ("day", "who", "verb", "no", "at", "to", "limit", "ok", "num", "of")

    def __init__(self, day, who, verb, no, at=None, to=None, limit=None, of=None):
        self.day, self.who, self.verb, self.no, self.at, self.to, self.limit = day, who, verb, no, at, to, limit
        self.ok = self.num = None
        self.of = of    # the hand-in that this is the verdict of

    def request(self, code):
        r = api.Request()
        if self.of is not None:
            if self.of.num:
                no = self.verb in ("send back", "deny")
                r.report_review.verdict.add(report=self.of.num, verdict=2 if no else 1, reason="model" if no else "")
            return r
        body = getattr(r, VERBS[self.verb])
        body.link.project, body.link.no = code, self.no
        if self.verb in ("start", "finish", "suspend", "resume", "hand in") and self.at is not None:
            body.at_date = ymd(self.at)
        if self.verb in ("return", "suspend", "extend", "cancel"):
            body.reason = "model"
        if self.verb == "extend":
            body.to_date = ymd(self.to)
        if self.verb == "limit":
            body.cell.add(column="limit", value=Link(0, "", [], *self.limit, None).limit_text())
            body.cell.add(column="reason", value="model")
        return r

    def answered(self, reply):
        self.num = reply.report.report.num if reply.HasField("report") else None

    def line(self, code):
        """The same as a dubanctl line."""
        if self.of is not None:
            verb = "return" if self.verb in ("send back", "deny") else "pass"
            return f"report {verb} (link {self.no}, of {iso(self.of.day)})  ({self.who})" + \
                ("" if self.ok in (None, True) else f"   # refused: {self.ok}")
        verb = {"limit": "set", "hand in": "finish"}.get(self.verb, self.verb)
        text = f"link {verb} {code} {self.no}"
        if self.at is not None and self.verb in ("start", "finish", "suspend", "resume", "hand in"):
            text += f" --at {iso(self.at)}"
        if self.to is not None:
            text += f" --to {iso(self.to)}"
        if self.limit:
            text += f" --limit {Link(0, '', [], *self.limit, None).limit_text()}"
        if self.verb in ("return", "suspend", "extend", "cancel"):
            text += " --reason model"
        return text + f" ({self.who})" + ("" if self.ok in (None, True) else f"   # refused: {self.ok}")


def random_limit(r, clock):
    kind = r.choices(("wd", "cd", "m", "fixed", "open"), (45, 25, 8, 20, 2))[0]
    if kind == "wd":
        return kind, r.choice((1, 1, 2, 3, 4, 5, 5, 7, 10, 15, 20))
    if kind == "cd":
        return kind, r.choice((0, 1, 2, 3, 5, 7, 10, 15, 20, 30))
    if kind == "m":
        return kind, r.choice((1, 1, 2, 3))
    return (kind, clock + r.randint(-5, 70)) if kind == "fixed" else (kind, 0)


class ChainSubject:
    kind = "chain"

    def __init__(self, code, seed, first, last, workdays, settings=(), closes=(), notices=()):
        self.code, self.seed, self.closes, self.notices = code, seed, closes, list(notices)
        r = self.random = random.Random(seed)
        self.category = r.choice(CATEGORIES)
        self.lists = [name for name in LISTS if r.random() < 0.4]
        params = held(settings, self.category, self.lists)
        self.first, self.last = first, last
        self.start = first + r.randint(-20, max(1, (last - first) - 150))
        links = {}
        for no in range(1, r.choice((1, 2, 2, 3, 3, 4, 5, 6)) + 1):
            guess = self.start + r.randint(0, 25) * (no > 1)
            after = sorted(r.sample(range(1, no), min(no - 1, r.choice((0, 1, 1, 1, 2)))))
            begin = guess + r.randint(-5, 30) if r.random() < 0.25 else None
            links[no] = Link(no, r.choice(CLASSES), after, *random_limit(r, guess), begin)
        self.chain = Chain(self.start, links, workdays, params)
        self.chain.entered = first
        self.actions = []
        self.invent(clone(self.chain))

    def invent(self, chain):
        """Draws actions, on a copy that assumes that each is taken."""
        r = self.random
        day = before = max(self.first, self.start) + r.randint(0, 10)
        for _ in range(r.choice((2, 4, 6, 8, 12, 16))):
            day += r.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 25))
            if day >= self.last:
                break
            while day in self.closes or day in [n for n, _ in self.notices]:
                day += 1
            for close in self.closes:
                if before < close <= day:
                    self.decide_all(chain, r, close - 1)
            before = day
            action = self.verdict(chain, r, day) or self.invent_one(chain, r, day)
            if action:
                self.actions.append(action)
                act(chain, action)
        self.invented(chain, r, before)

    def invented(self, chain, r, day):
        for close in self.closes:
            if day < close:
                self.decide_all(chain, r, close - 1)

    def decide_all(self, chain, r, day):
        """No hand-in waits when a year is closed."""
        action = self.verdict(chain, r, day, always=True)
        while action:
            self.actions.append(action)
            act(chain, action)
            action = self.verdict(chain, r, day, always=True)

    def verdict(self, chain, r, day, always=False):
        """On one of the hand-ins that wait."""
        last = {a.no: a for a in self.actions if a.verb == "hand in"}  # of two on one day the second waits
        waiting = [a for a in self.actions if a is last.get(a.no) and chain.links[a.no].waits == a.day or
                   a is chain.links[a.no].asked]
        if not waiting or not always and r.random() < 0.3:
            return None
        of = r.choice(waiting)
        if of.verb != "hand in":
            # a day that has passed is no longer granted
            grant = r.random() < 0.7 and not always and (of.to is None or of.to > day)
            verb = of.verb if grant else "deny"
            return Action(day, "office", verb, of.no, of.at, of.to, of=of)
        verb = r.choices(("finish", "send back"), (60, 40))[0]
        return Action(day, "office", verb, of.no, of.at if verb == "finish" else None, of=of)

    def invent_one(self, chain, r, day):
        links = [k for k in chain.links.values() if k.state in ("open", "suspended") and k.waits is None
                 and k.asked is None]
        running = [k for k in links if chain.clock(k) is not None]
        done = [k for k in chain.links.values() if k.state == "done"]
        if done and r.random() < 0.06:
            return Action(day, "office", "return", r.choice(done).no)
        if not links:
            return None
        link = r.choice(running if running and r.random() < 0.85 else links)
        back = r.choice((0, 0, 0, 1, 2, 5, 9)) if r.random() < 0.6 else 0
        at = max(day - back, self.start + 1)
        if at > day:
            return None
        if link.state == "suspended":
            verb = r.choices(("resume", "finish", "cancel"), (75, 20, 5))[0]
            return Action(day, "office", verb, link.no, max(at, link.suspended) if verb != "cancel" else None)
        verb = r.choices(("start", "finish", "suspend", "extend", "cancel", "limit"), (25, 40, 14, 12, 5, 4))[0]
        who = "xh" if r.random() < 0.35 else "office"
        if verb == "start" and link.started is not None:
            verb = "finish"
        if verb == "extend":
            due = chain.deadline(link, chain.clock(link))
            if due is None:
                return None
            return Action(day, who, verb, link.no, to=max(due, day) + r.randint(1, 40))
        if verb == "limit":
            return Action(day, "office", verb, link.no, limit=random_limit(r, day))
        if verb == "cancel":
            return Action(day, who, verb, link.no)
        if verb in ("finish", "suspend"):
            at = max([at] + [d for d in (link.started, link.stops[-1][1] if link.stops else None) if d])
            if at > day:
                return None
        if verb == "finish" and r.random() < 0.35:
            return Action(day, "xh", "hand in", link.no, at)
        return Action(day, who if verb == "suspend" else "office", verb, link.no, at)

    # ---- what duban gets

    def project_row(self):
        year = datetime.date.fromordinal(self.first).year
        return dict(code=self.code, name=self.code, unit="xh", sector="zj", category=self.category,
                    stage="preliminary",
                    total=10**8, plan=12 * 10**6, year=year, planned_start="", planned_finish="", list=";".join(self.lists))

    def chain_rows(self):
        return [dict(project=self.code, no=k.no, name=f"环节{k.no}", **{"class": k.klass}, unit="xh", leader="甲",
                     person="乙", after=";".join(map(str, k.after)), limit=k.limit_text(),
                     begin=iso(k.begin) if k.begin else "", chain_start=iso(self.start))
                for k in self.chain.links.values()]

    # ---- what the model says

    def replay(self, told, end):
        chain = clone(self.chain)
        told.act(self.first, chain.all_curves(), {}, phase=0)
        day = self.first
        for action in self.actions + [None]:
            day = self.pass_time(told, chain, day, action.day if action else end)
            if action is None:
                break
            told.time(day, action.day)
            day = action.day
            must = self.must(chain, action)
            if must is False and action.ok is True:
                told.step((99, action.no), day, 1, None, "must be refused")
            if action.ok is not True:
                continue
            cause = act(chain, action)
            told.act(day, chain.all_curves(), {(rule, action.no): cause for rule in range(4)})
        told.time(day, end)

    def pass_time(self, told, chain, day, then):
        """What the city does between two deeds: it closes a year, or sets days of the calendar."""
        turns = [(close, None) for close in self.closes] + self.notices
        for turn, workdays in sorted(turns, key=lambda t: t[0]):
            if day < turn <= then:
                told.time(day, turn)
                day = turn
                if workdays is None:
                    told.carry(turn)
                else:
                    chain.wd = workdays
                    told.act(turn, chain.all_curves(), {})
        return day

    @staticmethod
    def must(chain, action):
        """False if R1 forbids it; None if this model does not say."""
        link = chain.links[action.no]
        if action.verb == "extend" and link.put_off >= chain.p("extension.max"):
            return False
        if action.who != "xh" or action.verb not in ("extend", "suspend"):
            return None
        clock = chain.clock(link)
        due = chain.deadline(link, clock)
        if action.verb == "extend":
            return False if due is not None and chain.wd.between(action.day, due) < 1 else None
        lit = [c.points[0][0] for rule, c in chain.curves(link).items() if rule in (1, 2, 3) and c is not HOLD
               and c.points]
        return False if action.at < action.day and any(action.at < d <= action.day for d in lit) else None

    def describe(self):
        rows = [",".join(str(v) for v in row.values()) for row in self.chain_rows()]
        head = ",".join(self.chain_rows()[0])
        lines = sorted([f"{iso(a.day)}  {a.line(self.code)}" for a in self.actions] +
                       [f"{iso(day)}  year close" for day in self.closes], key=lambda x: x[:10])
        return "\n".join(["chains.csv:", head, *rows, "then:", *lines])


def act(chain, action):
    """The cause by which lamps of the link go out."""
    link = chain.links[action.no]
    if action.who == "xh" and action.verb in ("extend", "suspend", "cancel"):
        link.asked = action  # a request: it waits
        return "moved"
    if action.of is not None:
        link.asked = None
        if action.verb == "deny":
            return "moved"
    return chain.act(action.verb, action.no, action.day, action.at, action.to, action.limit)


def clone(chain):
    other = Chain.__new__(Chain)
    other.start, other.wd, other.params, other.entered = chain.start, chain.wd, chain.params, chain.entered
    other.links = {}
    for no, link in chain.links.items():
        twin = Link.__new__(Link)
        twin.__dict__.update(link.__dict__)
        twin.stops = list(link.stops)
        other.links[no] = twin
    return other
