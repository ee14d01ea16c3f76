"""Parameters: what the office sets for everything, a category, a list or one project, and what holds for a project:
its own value, else the strictest of its lists', else its category's, else the city's, else the default."""
from links import DEFAULTS as OF_LINKS
from stages import DEFAULTS as OF_PROJECTS

DEFAULTS = {**OF_LINKS, **OF_PROJECTS}
CATEGORIES = ("工业", "交通")
LISTS = ("甲单", "乙单")
NEEDS_CHAIN = "丙单"
# key: (values to draw from, which is the strictest: max, min or by order of the choices)
DRAWN = {
    "W00.remind_cd": ((3, 7, 10, 15), max), "W00.remind_wd": ((1, 3, 5), max),
    "W01.y_before_wd": ((0, 1, 2, 5), max), "W01.r_after_wd": ((1, 2, 5), min),
    "W02.y_after_cd": ((1, 2, 7), min), "W02.r_after_cd": ((3, 7, 15, 30), min),
    "W03.y_after_wd": ((1, 3, 5), min), "W03.r_after_wd": ((6, 10, 20), min),
    "W04.y_months": ((1, 2), min), "W04.r_months": ((2, 3, 4), min),
    "W05.y_months": ((1, 2), min), "W05.r_months": ((2, 3, 4), min),
    "W06.y_months": ((1, 2), min), "W06.r_months": ((2, 3, 6), min),
    "W07.y_percent": ((70, 80, 90, 100), max), "W07.r_percent": ((40, 60, 70), max),
    "W07.mode": (("ratio", "pp"), None), "W07.y_points": ((5, 10, 20), min), "W07.r_points": ((20, 30, 40), min),
    "W07.start_month": ((1, 2, 3, 5), min), "W08.y_months": ((1, 2), min), "W08.r_months": ((2, 3), min),
    "W09.window_months": ((3, 6, 12), max), "W09.y_months": ((1, 2), min), "W09.r_months": ((2, 3), min),
    "W22.y_after_wd": ((3, 5), min), "W22.r_after_wd": ((10, 15), min), "W17.share_times": ((1, 2, 3, 4), min), "W17.r_after_wd": ((1, 5, 10), min),
}

# Each rule may be off, or begin a while after the project was entered; "yes" is stricter than "no".
SWITCHES = {f"W{n:02d}.{what}": drawn for n in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 22)
            for what, drawn in (("on", (("yes", "no"), max)), ("grace_cd", ((0, 10, 45), min)))}


def draw(r):
    """Settings of a city: [(key, scope, of, value)]."""
    rows, taken = [], set()
    for _ in range(r.choice((0, 6, 14))):
        key = r.choice(sorted(DRAWN))
        scope = r.choice(("default", "category") if DRAWN[key][1] is None else ("default", "category", "list", "list"))
        of = {"default": "", "category": r.choice(CATEGORIES), "list": r.choice(LISTS)}[scope]
        if (key, scope, of) not in taken:
            taken.add((key, scope, of))
            rows.append((key, scope, of, r.choice(DRAWN[key][0])))
    return rows


def held(settings, category, lists):
    """The values in force for a project without values of its own."""
    out = dict(DEFAULTS)
    for scope in ("default", "category", "list"):
        found = {}
        for key, where, of, value in settings:
            if where == scope and (scope == "default" or of == category or of in lists):
                found.setdefault(key, []).append(value)
        for key, values in found.items():
            out[key] = (DRAWN[key][1] or max)(values)
    return out


def rows(settings):
    return [dict(key=key, scope=scope, of=of, value=value) for key, scope, of, value in settings]
