#!/usr/bin/python3
# timeout: 600
"""Whatever verb is called with --json, those that change something included: what comes is JSON, a
month in it is written as YYYY-MM, and a project is named by its code. The verbs are those that
`dubanctl help` knows. Each must succeed once, called by its name with words that fit its arguments,
or by a line of STORY where those are not enough; so a new verb is looked at without being listed."""
import json
import os
import re
import shlex
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "compat"))

# pylint: disable=wrong-import-position
from fixture import ANSWERS, open_fixture  # noqa: E402
from follow_lines import LINES, Lines  # noqa: E402

# A year of the sample city goes by in one command; a slow machine takes its time.
os.environ.setdefault("DUBAN_TIMEOUT", "540")

# What stands for an argument.
WORDS = {"CODE": "NC2020-006", "ID": "W07-56-0-0-1", "SHELL": "bash", "CODE|PART-OF-NAME": "NC2020-006", "YEAR": "2021", "UNIT": "xihu",
         "LIST": "市重点推进", "FROM": "2020-04-30", "N": "5", "DIR": "{dir}/{verb}",
         "FILE": "{dir}/export/{verb}.csv"}
# In {dir}; what the store exports fits all other kinds.
FILES = {
    "candidates": "year,code,name,unit,stage,total,plan\n2022,N22-2,新桥,xihu,前期,2亿元,\n",
    "comments": "year,code,unit,text\n2022,N22-1,ziran,用地未定\n",
    "matches": "year,code,element,unit,result\n2022,N22-1,用地,ziran,已落实\n",
    "departments": "name,unit\n发展和改革/发改,fagai\n",
    "chains": "project,no,name,class,unit,leader,person,limit,chain_start,year\n"
              "NC2020-143,1,可研批复,审批,xihu,xihu-leader,xihu-person,5wd,2021-02-20,2021\n",
    "progress": "project,no,state,started,year\nNC2020-143,1,active,2021-02-20,2021\n",
    "plans": "project,year,version,kind,amount,planned_start,planned_finish\n"
             "NC2020-143,2021,1,原始,5000万元,2021-01,2021-12\n",
    "targets": "year,indicator,unit,kind,value\n2021,开工数,xihu,count,12\n",
    "projects": "code,name,unit,stage,total,plan,year,planned_start,planned_finish,successor\n"
                "N-2,二期,xihu,计划新开工,2亿元,1000万元,2021,2021-03,2022-12,NC2020-056\n",
    "all/units.csv": "id,name,kind\nn-1,新街道,municipal\n",
    "photo.jpg": "照片",
}
STORY = """
import all {dir}/all
param set collection.rounds 1 --source 纪要
collection open 2022 --until 2021-03-31 --document 通知3
candidate set 2022 N22-1 --name 新项目 --unit xihu --stage planned_start --total 2亿元 --plan 3000万元 --planned-start 2022-03
import candidates {dir}/candidates --dry-run
collection freeze 2022
comment set 2022 N22-1 ziran --text 请核实
import comments {dir}/comments --dry-run
comment set 2022 N22-1 ziran --round 1 --answer 已核实
collection diff 2022 --from 1
collection match 2022 --ask 用地=ziran
import matches {dir}/matches --dry-run
match set 2022 N22-1 用地 --result met
collection approve 2022 --document 洪府发9 --dry-run
import projects {dir}/projects
import projects {dir}/export/projects.csv --dry-run
project add N-1 --name 一期 --unit xihu --stage building --year 2021 --total 2亿元 --plan 1000万元
project set N-1 --successor N-2 --planned-start 2021-01 --planned-finish 2021-12
project set N-1 --successor NC2020-006
project set-code N-1 2020-360100-47-03-123456
project move NC2020-143 stopped --reason 资金
project list --year 2021
acceptance set NC2020-056 --organiser 市住建局 --accepted 2020-07-08
import departments {dir}/departments
import revert {import}
department set 发展和改革/发改 --unit fagai
chain new N-2 --template T-ENT --start 2021-02-22 --allow-gaps --dry-run
import chains {dir}/chains
import progress {dir}/progress --dry-run
chain export NC2020-006 --out {dir}/chain.html
import plans {dir}/plans
plan set NC2020-143 --year 2021 --amount 4000万元 --document 纪要
import targets {dir}/targets
target set 2021 竣工数 --kind count --value 3 --unit xihu
evidence put {dir}/photo.jpg --project NC2020-006 --place 工地
evidence get {photo} --out {dir}/again.jpg
gathering set 2021Q1 NC2020-143 --held 2021-02-18 --name 一季度
gathering show 2020Q1
group set ldxz --name 领导小组办公室
link add NC2020-143 2 --name 初设批复 --class approval --unit xihu --limit 5wd --person xihu-person --leader xihu-leader
link set NC2020-143 2 --limit 10wd
link set NC2020-143 2 --service-unit fagai
link accept NC2020-143 2 --no 受1
link suspend NC2020-143 2 --reason 等待
link resume NC2020-143 2
link extend NC2020-143 2 --to 2021-03-31 --reason 疫情
link start NC2020-143 1
link finish NC2020-143 1
link return NC2020-143 1 --reason 资料不全
link cancel NC2020-143 2 --reason 不再需要
library leave NC2020-128 --reason 重复
library enter NC2020-128 --document 纳统10号
list set 新清单 --authority 市重点办
list join NC2020-143 新清单 --reason 攻坚 --approver 市政府 --document 1号
list leave NC2020-143 新清单 --reason 完成 --approver 市政府 --document 2号
list apply NC2020-143 省重点 proposed
paper set NC2020-143 filing --filed 2021-02-01
param set W01.y_before_wd 2 --project NC2020-143 --source 纪要
person set n-1 --name 王例新 --unit xihu --post 科员
post set n-1 xihu 科长 --kind other --from 2021-01-01
person replace n-1 xihu-person --reason 轮岗
unit set n-unit --name 新单位 --kind municipal
category set 桥梁
principal add n-sys --role county --unit xihu --out {dir}/n.conn
principal add-key n-sys --public-key 1234512345123451234512345123451234512345
principal revoke-key n-sys 1234512345123451234512345123451234512345
principal revoke n-sys
report submit NC2020-143 --period 2021-01 --invested 100万元 --text 主体
report submit NC2020-056 --period 2021-01 --invested 120万元 --text 更正
report list --mine
report list --state pending
report pass {reports[0]}
report return {reports[1]} --reason 不符
project dossier NC2020-006 {dir}/dossier
calendar due 2020-04-30 5
clock set 2021-02-22T09:00
warning list --all
warning list --by unit
warning list --rule-changed
warning list --as-of 2020-06-01
param list --history
collection show 2021
watch --from start --idle 0
clock set 2022-01-11T09:00
year close 2021 --without-reports --dry-run
""".strip().splitlines()
# They answer to a wrong clock of a real store's machine or to a restore, need a second person, or end
# the daemon.
NOT_HERE = {"clock accept", "clock repair", "rebuild", "confirm", "confirm refuse", "confirm show",
            "restore accept"}
# Print no JSON by their nature: what a shell reads, and the bytes of a stored file.
NO_JSON = {"completion", "evidence get"}
# Other numbers, which may look like a month.
NUMBERS = {"seq", "first_seq", "last_seq", "head"}
MONTH = re.compile(r"(month|period|planned_start|planned_finish|booked|corrected)$")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def fault(key, value, of_duty):
    if re.search(r"project(?!s)|successor", key) and is_number(value):
        return "a project by its number"
    if is_number(value) and 200001 <= value <= 209912 and 1 <= value % 100 <= 12 and \
            key not in NUMBERS:
        return "a month as a number"
    # The period of a duty is kept as its first day, and shown as a month if it is one.
    if of_duty and key == "period":
        return None if DAY.fullmatch(value or "") else "not YYYY-MM-DD"
    if key == "of_period" and value and DAY.fullmatch(value):
        return None
    if key == "month_on_month":  # a difference in points (环比)
        return None
    if MONTH.search(key) and isinstance(value, str) and not re.fullmatch(r"\d{4}(-\d{2}|-H[12])?", value):
        return "not YYYY-MM"
    return None


def faults(at, value):
    """Where, below `at`, something is said otherwise than it should be."""
    if isinstance(value, list):
        for one in value:
            yield from faults(f"{at}[]", one)
    elif isinstance(value, dict):
        for key, inner in value.items():
            wrong = fault(key, inner, "form" in value and "project" not in value)
            if wrong:
                yield f"{at}.{key} = {inner}: {wrong}"
            yield from faults(f"{at}.{key}", inner)


class Json(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon, _, _ = open_fixture()
        cls.addClassCleanup(cls.daemon.remove)
        cls.kept = {"dir": cls.daemon.top}
        cls.daemon.ctl("export", os.path.join(cls.daemon.top, "export"))
        os.mkdir(os.path.join(cls.daemon.top, "all"))
        for name, text in FILES.items():
            with open(os.path.join(cls.daemon.top, name), "w", encoding="utf-8") as f:
                f.write(text)

    def call(self, words):
        """What the verb printed, as values; fails unless it succeeds."""
        done = self.daemon.ctl("--json", *words, code=None)
        self.assertEqual(done.returncode, 0, f"{shlex.join(words)}: {done.stdout[:800]}{done.stderr}")
        if words[0] in NO_JSON or " ".join(words[:2]) in NO_JSON:
            return None
        if words[0] == "watch" or words[:2] == ["import", "all"]:  # a value on each line
            return [json.loads(line) for line in done.stdout.splitlines()]
        return json.loads(done.stdout)

    def fill(self, words):
        return [word.format(**self.kept) for word in words]

    def calls(self):
        """The words of every line, made when the ones before have run."""
        yield from (self.fill(shlex.split(line)) for line in STORY)
        lines = Lines(self.daemon.ctl_json, self.daemon.top)
        yield from filter(None, map(lines.words, LINES))
        yield from (list(words) for _, words in ANSWERS)

    def look(self, words, wrong):
        said = self.call(words)
        for one in faults(" ".join(words[:2]), said):
            wrong.setdefault(re.sub(r"= .*:", "", one), one)
        return said

    def keep(self, words, said):
        if words[:2] == ["evidence", "put"]:
            self.kept["photo"] = said["evidence"]["digest"]
        elif words[:2] == ["report", "submit"]:
            self.kept.setdefault("reports", []).append(said["num"])
        elif words[:2] == ["import", "departments"]:
            self.kept["import"] = said["seq"]

    def plain(self, verb):
        """The call of a verb by words for its arguments."""
        words = [w for w in (verb["noun"], verb["verb"]) if w]
        return words + [WORDS.get(arg, arg).replace("{verb}", words[-1])
                        for arg in (verb["args"] or "").split() if not arg.startswith("[")]

    def test_every_verb(self):
        wrong, called = {}, set()
        for words in self.calls():
            called.add(" ".join(words[:2]))
            self.keep(words, self.look(words, wrong))
        for verb in json.loads(self.daemon.ctl("--json", "help").stdout):
            name = " ".join(w for w in (verb["noun"], verb["verb"]) if w)
            if name not in called | NOT_HERE and verb["noun"] != "watch":
                with self.subTest(verb=name):
                    self.look(self.fill(self.plain(verb)), wrong)
        self.assertEqual(list(wrong.values()), [])

    def test_what_is_wrong_is_found(self):
        self.assertEqual(
            list(faults("v", [{"data": {"successor": 17, "projects": 3, "period": "2020-02"}},
                              {"booked": 202002, "planned_start": "202002", "seq": 202002},
                              {"form": "brief", "period": "2020-02"}, {"period": "2020-02-03"}])),
            ["v[].data.successor = 17: a project by its number",
             "v[].booked = 202002: a month as a number",
             "v[].planned_start = 202002: not YYYY-MM",
             "v[].period = 2020-02: not YYYY-MM-DD", "v[].period = 2020-02-03: not YYYY-MM"])


if __name__ == "__main__":
    unittest.main()
