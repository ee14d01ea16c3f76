"""Random projects and what is done on them: stages, plans, monthly reports."""
import datetime
import random

from city import KINDS, api, model
from settings import CATEGORIES, LISTS, NEEDS_CHAIN, held
from stages import BEFORE_START, Booking, Plan, Project
from workdays import first_day, iso, last_day, month_of, month_text, plus_months, ymd, yyyymm

PAPERS = None
STAGES = {"reserve": 1, "preliminary": 2, "planned_start": 3, "building": 4, "stopped": 5, "completed": 6,
          "accepted": 7, "operating": 8, "on_target": 9, "withdrawn": 11}
WAN = 1000000  # fen


class Deed:
    """One request, and what it means to the model once it is taken."""
    __slots__ = ("day", "who", "verb", "args", "ok", "num", "of")

    def __init__(self, day, who, verb, of=None, **args):
        self.day, self.who, self.verb, self.args, self.of = day, who, verb, args, of
        self.ok = self.num = None

    def request(self, code):
        return getattr(self, "ask_" + self.verb)(code, **self.args)

    def answered(self, reply):
        if reply.HasField("report"):
            self.num = reply.report.report.num
        elif reply.HasField("project_move"):
            self.num = reply.project_move.report

    @staticmethod
    def ask_report(code, period, invested=None, percent=None, text="", cumulative=None, form=1, reason=""):
        r = api.Request()
        b = r.report_submit
        b.project, b.period_month, b.form, b.text, b.reason = code, yyyymm(period), form, text, reason
        if invested is not None:
            b.invested.fen = invested
        if cumulative is not None:
            b.cumulative.fen = cumulative
        if percent is not None:
            b.percent, b.has_percent = percent, True
        return r

    def ask_verdict(self, code, verdict):
        r = api.Request()
        if self.of.num:
            r.report_review.verdict.add(report=self.of.num, verdict=verdict, reason="model" if verdict == 2 else "")
        return r

    @staticmethod
    def ask_move(code, to, at=None):
        r = api.Request()
        b = r.project_move
        b.project, b.to, b.document, b.reason, b.approver = code, STAGES[to], "文", "model", "某"
        b.at_date = ymd(at)
        if to == "building":
            b.exemption = "model"
        if to == "completed":
            b.percent, b.has_percent = 100, True
        return r

    @staticmethod
    def ask_plan(code, plan):
        cells = dict(project=code, year=plan.year, amount=yuan(plan.amount) + "元", adopted=iso(plan.adopted), document="文")
        if plan.start is not None:
            cells["planned_start"] = month_text(plan.start)
        if plan.finish is not None:
            cells["planned_finish"] = month_text(plan.finish)
        for n, fen in enumerate(plan.curve or ()):
            cells[f"m{n + 1}"] = yuan(fen) + "元"
        return record("plans", cells)

    @staticmethod
    def ask_acceptance(code, at):
        cells = dict(project=code, organiser="某", accepted=iso(at))
        for party in ("owner", "design", "builder", "supervision", "fire", "quality"):
            cells[party], cells[party + "_result"] = "某", "passed"
        return record("acceptances", cells)

    @staticmethod
    def ask_library(code, at):
        r = api.Request()
        r.library_enter.project, r.library_enter.at_date, r.library_enter.document = code, ymd(at), "文"
        return r

    @staticmethod
    def ask_leave(code, at):
        r = api.Request()
        r.library_leave.project, r.library_leave.at_date, r.library_leave.reason = code, ymd(at), "model"
        return r

    def line(self, code):
        a = self.args
        text = {
            "report": lambda: f"report submit {code} --period {month_text(a['period'])}" + "".join(
                f" --{k} {yuan(a[k]) + '元' if k != 'percent' else a[k]}" for k in ("invested", "cumulative", "percent")
                if a.get(k) is not None) + (f" --text {a['text']}" if a.get("text") else "") +
            (f" --form {a['form']}" if a.get("form", 1) != 1 else ""),
            "verdict": lambda: f"report {'pass' if a['verdict'] == 1 else 'return'} (of {iso(self.of.day)})",
            "move": lambda: f"project move {code} {a['to']} --at {iso(a['at'])}",
            "plan": lambda: f"plan set {code} --year {a['plan'].year} --amount {yuan(a['plan'].amount)}元" +
            (f" --planned-start {month_text(a['plan'].start)}" if a["plan"].start else "") +
            (f" --planned-finish {month_text(a['plan'].finish)}" if a["plan"].finish else "") +
            (f" --m1.. {a['plan'].curve}" if a["plan"].curve else ""),
            "acceptance": lambda: f"acceptance set {code} --accepted {iso(a['at'])} ...",
            "library": lambda: f"library enter {code} --at {iso(a['at'])}",
            "leave": lambda: f"library leave {code} --at {iso(a['at'])}",
        }[self.verb]()
        return f"{text}  ({self.who})" + ("" if self.ok in (None, True) else f"   # refused: {self.ok}")


def yuan(fen):
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def record(kind, cells):
    r = api.Request()
    r.record_set.kind = KINDS[kind]
    for column, value in cells.items():
        r.record_set.cell.add(column=column, value=str(value))
    return r


class ProjectSubject:
    kind = "project"

    def __init__(self, code, seed, first, last, workdays, settings=(), closes=(), notices=()):
        self.closes, self.notices = closes, list(notices)
        self.code, self.seed, self.first, self.last, self.wd = code, seed, first, last, workdays
        r = self.random = random.Random(seed)
        self.category = r.choice(CATEGORIES)
        self.lists = [name for name in LISTS if r.random() < 0.4]
        self.lists += [NEEDS_CHAIN] if r.random() < 0.3 else []
        self.params = held(settings, self.category, self.lists)
        self.year = datetime.date.fromordinal(first).year
        january = self.year * 12
        self.stage = r.choices(("preliminary", "planned_start", "building"), (10, 45, 45))[0]
        self.amount = r.choice((1200, 600, 12000, 777, 3000)) * WAN
        self.total = self.amount * r.choice((1, 2, 5)) if r.random() < 0.95 else 400 * WAN
        self.start = january + r.randint(0, 11) if r.random() < 0.85 else None
        self.open_start = self.start is not None and r.random() < 0.1  # only the year is known: it counts as December
        if self.open_start:
            self.start = january + 11
        self.finish = january + r.randint(2, 30) if r.random() < 0.8 else None
        self.started = self.library = None
        if self.stage == "building":
            if r.random() < 0.9:
                self.started = first - r.choice((0, 3, 10, 31, 60, 100, 200, 400))
                self.start = month_of(self.started) if r.random() < 0.5 and not self.open_start else self.start
            if r.random() < 0.3 and self.started:
                self.library = min(self.started + 30, first)
        if self.start is not None and self.finish is not None:
            self.finish = max(self.start, self.finish)
        self.actions = []
        self.invent(r)
        for close in closes:
            self.decide_all(close)
        self.actions.sort(key=lambda a: a.day)

    # ---- what happens

    def decide_all(self, close):
        """No report waits when a year is closed."""
        verdicts = {id(a.of): a for a in self.actions if a.of is not None}
        for ask in [a for a in self.actions if a.who == "xh" and a.day < close]:
            verdict = verdicts.get(id(ask))
            if verdict is None:
                self.do(close - 1, "office", "verdict", of=ask, verdict=1)
            elif verdict.day >= close:
                verdict.day = close - 1

    def invent(self, r):
        stage, started = self.stage, self.started
        month = month_of(self.first)
        cumulative, percent, text = 0, 0, ""
        manner = r.choice(("good", "poor", "mixed", "silent", "zero"))
        moves = r.choices(("no", "stop", "complete"), (60, 25, 15))[0]
        move_month = month + r.randint(1, 9)
        while first_day(month + 1) < self.last:
            month += 1
            begin = first_day(month)
            if month % 12 == 0 and r.random() < 0.9:
                self.do(begin + r.randint(0, 25), "office", "plan", plan=self.next_plan(r, month // 12, begin))
            elif r.random() < 0.04:
                self.do(begin + r.randint(0, 25), "office", "plan", plan=self.next_plan(r, month // 12, begin))
            if stage == "planned_start":
                if self.start is not None and month > self.start + r.choice((-1, 0, 0, 1, 2, 5)) or r.random() < 0.04:
                    day = begin + r.randint(0, 27)
                    started = max(self.first, day - r.choice((0, 0, 1, 4, 9)))
                    day = self.move_to(r, day, "building", started)
                    if day is None:
                        stage = "refused"  # nobody asks again
                        continue
                    stage = "building"
                    continue
            if stage in ("building", "stopped"):
                self.report_month(r, month - 1, manner)
                if self.library is None and r.random() < 0.1:
                    day = begin + r.randint(0, 27)
                    self.library = max(started or 0, day - r.choice((0, 5, 20)))
                    self.do(day, "office", "library", at=self.library)
            stage = self.move_on(r, stage, moves, month, move_month, begin)

    def move_on(self, r, stage, moves, month, move_month, begin):
        day = begin + r.randint(0, 27)
        if moves == "stop" and month >= move_month:
            if stage == "building" and month == move_month:
                self.do(day, "office", "move", to="stopped", at=day)
                return "stopped"
            if stage == "stopped" and r.random() < 0.4:
                self.do(day, "office", "move", to="building", at=day)
                return "building"
        if moves == "complete" and stage == "building" and month >= move_month:
            self.do(day, "office", "move", to="completed", at=day)
            return "completed"
        if stage == "completed" and r.random() < 0.3:
            self.do(day, "office", "acceptance", at=day)
            return "accepted" if self.move_to(r, day, "accepted", day) else "stuck"
        return stage

    def move_to(self, r, day, stage, at):
        """By the office at once, or by a report of the unit; the day of the decision, None if it is not taken."""
        if r.random() < 0.4:
            self.do(day, "office", "move", to=stage, at=at)
            return day
        for _ in range(r.choice((1, 1, 2, 3, 4))):
            ask = self.do(day, "xh", "move", to=stage, at=at)
            day += r.choice((0, 1, 3, 4, 6, 10, 40))
            if ask is None:
                return None
            if r.random() < 0.6:
                return day if self.do(day, "office", "verdict", of=ask, verdict=1) else None
            self.do(day, "office", "verdict", of=ask, verdict=2)
            day += r.choice((0, 0, 1, 5))
        return None

    def next_plan(self, r, year, day):
        amount = r.choice((1200, 600, 900)) * WAN
        curve = None
        if r.random() < 0.25:
            weights = [r.choice((0, 1, 1, 2)) for _ in range(12)]
            weights[11] += not sum(weights)
            curve = [amount * w // sum(weights) for w in weights]
            curve[11] += amount - sum(curve)
        keep = r.random() < 0.6
        start = self.start if keep or self.stage == "building" else year * 12 + r.randint(0, 11)
        finish = self.finish if keep else year * 12 + r.randint(0, 20)
        start, finish = (None if r.random() < 0.1 else m for m in (start, finish))
        if start is not None and finish is not None:
            finish = max(start, finish)
        return Plan(year, None, amount, start, finish, curve)

    def report_month(self, r, month, manner):
        share = self.amount // 12
        odds = {"good": (0.03, 1.0), "poor": (0.1, 0.4), "mixed": (0.25, 0.7), "silent": (0.8, 0.7),
                "zero": (0.1, 0.0)}[manner]
        if r.random() < odds[0]:
            if r.random() < 0.3:
                self.hand_in(r, month, share, r.randint(15, 60))
            return
        invested = int(share * odds[1] * r.choice((0, 0.8, 1, 1, 1.2, 3.5)))
        self.hand_in(r, month, invested, r.randint(1, 11))

    def hand_in(self, r, month, invested, after):
        day = first_day(month + 1) + after - 1
        percent = r.choice((None, None, 5, 10, 10, 20, 40))
        text = r.choice(("", "", "", "甲", "乙"))
        submit = self.do(day, "xh", "report", period=month, invested=invested, percent=percent, text=text)
        if submit is None or r.random() < 0.04:
            return
        wait = r.choice((0, 0, 0, 1, 3, 8))
        verdict = self.do(day + wait, "office", "verdict", of=submit, verdict=1)
        if verdict is None:
            return
        if r.random() < 0.08:
            change = self.do(day + wait + r.choice((0, 2, 10, 30, 70)), "xh", "report", period=month, form=6,
                             invested=r.choice((0, invested // 2, invested, 2 * invested)), reason="model")
            if change:
                self.do(change.day + r.choice((0, 0, 3)), "office", "verdict", of=change, verdict=1)
        if r.random() < 0.15:
            day = day + wait + r.choice((0, 1, 4, 7, 12))
            explain = self.do(day, "xh", "report", period=month, form=7, text="说明")
            if explain:
                self.do(day, "office", "verdict", of=explain, verdict=1)

    def do(self, day, who, verb, of=None, **args):
        if not self.first < day < self.last or day in [n for n, _ in self.notices]:
            return None
        deed = Deed(day, who, verb, of, **args)
        if verb == "plan":
            args["plan"].adopted = day
        self.actions.append(deed)
        return deed

    # ---- what duban gets

    def project_row(self):
        return dict(code=self.code, name=self.code, unit="xh", sector="zj", category=self.category, stage=self.stage,
                    total=yuan(self.total), plan=yuan(self.amount), year=self.year,
                    planned_start=str(self.year) if self.open_start else
                    month_text(self.start) if self.start is not None else "",
                    planned_finish=month_text(self.finish) if self.finish is not None else "",
                    list=";".join(self.lists))

    def chain_rows(self):
        return []

    def life_row(self):
        if self.started is None:
            return None
        return dict(project=self.code, started=iso(self.started), library=iso(self.library) if self.stage == "building"
                    and self.library and self.library <= self.first else "")

    # ---- what the model says

    def fresh(self):
        p = Project(self.wd, self.first, self.stage, self.total,
                    [Plan(self.year, self.first, self.amount, self.start, self.finish)], self.params)
        life = self.life_row()
        p.started = self.started
        p.library = self.library if life and life["library"] else None
        p.needs_chain = NEEDS_CHAIN in self.lists
        p.year, p.horizon = self.year, self.last
        return p

    def replay(self, told, end):
        p = self.fresh()
        told.act(self.first, p.all_curves(self.first), {}, phase=0)
        day = self.first
        for deed in self.actions + [None]:
            then = deed.day if deed else end
            for notice, workdays in self.notices:
                if day < notice <= then:
                    told.time(day, notice)
                    p.wd, day = workdays, notice
                    p.locks = {m: lock for m, lock in p.locks.items() if lock < day}
                    told.act(day, p.all_curves(day), {})
            if deed is None:
                break
            told.time(day, deed.day)
            day = deed.day
            if deed.ok is not True:
                continue
            causes = self.apply(p, deed)
            told.act(day, p.all_curves(day), causes)
        told.time(day, end)

    def apply(self, p, deed):
        a, day = deed.args, deed.day
        if deed.verb == "move" and deed.who != "office":
            p.waits[a["to"]] = day
            return {}
        if deed.verb == "move":
            return self.move(p, a["to"], a["at"])
        if deed.verb == "verdict" and deed.of.verb == "move":
            to = deed.of.args["to"]
            p.waits.pop(to, None)
            if a["verdict"] == 1:
                return self.move(p, to, deed.of.args["at"])
            p.returned[to] = p.returned.get(to, 0) + 1
            return {}
        if deed.verb == "plan":
            plan, before = a["plan"], p.plan(a["plan"].year, day)
            if before is not None:  # what the new version does not say stays as it was
                plan = Plan(plan.year, plan.adopted, plan.amount, *(new if new is not None else old for new, old in (
                    (plan.start, before.start), (plan.finish, before.finish), (plan.curve, before.curve))))
            p.plans.append(plan)
            return {(7, 0): "moved"}
        if deed.verb == "library":
            p.library = a["at"]
            return {(5, 0): "done"}
        if deed.verb == "verdict" and a["verdict"] == 1:
            b = deed.of.args
            if b.get("form", 1) == 7:
                p.explained.setdefault(b["period"], []).append(day)
            elif b.get("form", 1) == 6:
                before = sum(x.invested for x in p.bookings if x.period == b["period"])
                p.bookings.append(Booking("correction", b["period"], p.booking_month(b["period"], day), day,
                                          b["invested"] - before, None, None, None, None))
            else:
                booked = p.booking_month(b["period"], day)
                p.bookings.append(Booking("own" if booked == b["period"] else "late", b["period"], booked, day,
                                          b.get("invested"), b.get("percent"), b.get("text"), b.get("cumulative"),
                                          None))
            return {(rule, 0): "done" for rule in (7, 8, 9, 17)}
        return {}

    @staticmethod
    def move(p, to, at):
        before = p.stage
        p.stage = to
        causes = {(rule, 0): "done" for rule in (4, 5, 6, 7, 8, 9)}
        causes[22, 0] = "withdrawn"
        if to == "building":
            if before == "stopped":
                p.resumed = at
            else:
                p.started = at
        if to == "stopped":
            p.stopped = at
            causes[8, 0] = "withdrawn"
        return causes

    def describe(self):
        rows = [",".join(self.project_row()), ",".join(str(v) for v in self.project_row().values())]
        if self.life_row():
            rows += ["lives: " + str(self.life_row())]
        return "\n".join([*rows, "then:", *(f"{iso(a.day)}  {a.line(self.code)}" for a in self.actions)])
