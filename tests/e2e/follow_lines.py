"""The verbs of follow-through, each once as it succeeds, in any store of the sample city: e2e/chinese
runs them for their texts, e2e/json_values for their values. In a line stands

    {dir}       for a folder of the caller,
    {+3}        for the day three days after the store's today,
    {last}      for the month before the store's,
    {last_year} for the year of that month,
    $NAME       for what a line before kept: only this store has that number;
    NAME = LIST : COLUMN [COLUMN=VALUE ...]
                keeps that column of the last row, among those that have the values, of `--json LIST`."""
import datetime
import re
import shlex

LINES = """
series set 督办 --text 督办〔{year}〕{n}号
series set 议定 --text 议定〔{year}〕{n}号 --kind 会议议定事项
series list
series show 督办
void set 督办 2020 40 --reason 作废
void list
order issue --number 督1 --kind 督办函 --project NC2020-056 --unit xihu --title 加快征迁 --text 限期签约 --due 2022-12-31 --signer 王某
order issue --number 督2 --kind 督办函 --project NC2020-056 --unit xihu --title 加快报建 --due 2022-12-31
order issue --number 督3 --kind 督办函 --project NC2020-056 --unit xihu --title 补交资料 --due 2022-12-31
order sign 督1 --for-unit xihu --why 电话报告
order work 督1 --text 已约谈施工单位 --for-unit xihu --why 电话报告
part set 督1 1 --unit fagai --text 配合 --due 2022-12-30
part list
order extend 督1 --to 2023-01-30 --reason 雨季
order answer 督1 --text 配合完毕 --part 1 --for-unit fagai --why 电话报告
order answer 督1 --text 已完成签约 --for-unit xihu --why 电话报告
order return 督1 --reason 资料不全
order answer 督1 --text 已补齐资料 --for-unit xihu --why 电话报告
order accept 督1 --text 同意
order reassign 督2 --unit fagai --reason 职责调整
order withdraw 督3 --reason 重复
order list
order show 督1
supervision set XC-1 --means 现场督办 --form 随机 --held 2020-02-03 --person 张三 --project NC2020-056 --text 现场无人
supervision finding XC-1 --text 停工 --project NC2020-056
finding set XC-1 2 --project NC2020-056 --text 围挡破损
finding list
supervision list
supervision show XC-1
problem raise --id NT-1 --title 征地受阻 --project NC2020-056
problem raise --id NT-2 --title 管线迁改 --project NC2020-056
problem raise --id NT-3 --title 资金缺口 --project NC2020-056
problem sign NT-1 --for-unit xihu --why 电话报告
problem work NT-1 --text 已进场 --for-unit xihu --why 电话报告
problem answer NT-1 --text 已解决 --for-unit xihu --why 电话报告
problem return NT-1 --reason 未见佐证
problem reassign NT-2 --unit fagai --reason 职责不符
problem extend NT-1 --to 2023-01-30 --reason 雨季
problem list
problem show NT-1
problem withdraw NT-3 --reason 已自行解决
problem rate --from 2020-01-01 --to 2022-12-31
campaign set GJ-1 --name 百个问题 --kind 问题攻坚 --from 2020-02-01 --until 2022-12-31
campaign add GJ-1 NT-1 --leader 李四 --reason 补列
campaign list
campaign show GJ-1
cadence set nanchang2020 brief --when "week tue 17:00"
cadence list
duty set fagai --title 报送名单 --due 2022-12-31
duty set fagai --title 报送台账 --due 2022-12-31
duty list --unit fagai
duty show fagai/one_off/1
duty done fagai/one_off/1 --document 函1号
duty waive fagai/one_off/2 --reason 不再需要
meeting propose
meeting set 三重例会 8 --tier city --planned 2022-12-20
meeting hold 三重例会 --tier city --number 7 --projects NC2020-056 --minutes 纪要7号
meeting decide 三重例会 7 --text 六月底前完成拆迁 --project NC2020-056
meeting list
meeting show 三重例会 7
action set NC2020-056 1 --leader 李四 --kind 亲自研究 --date 2020-02-03 --text 现场
action list
talk set 约1 --unit xihu --project NC2020-056 --planned 2020-02-03 --reason 连续未报送
talk list
talk show 约1
circular set 通1 xihu --kind 通报批评 --issued 2020-02-03 --reason 排名靠后
circular list
referral set 移1 --unit xihu --sent 2020-02-03 --offence 不作为 --reason 长期拖延
referral list
exemption set XQ-1 --kind 洪水 --unit donghu --from 2020-02-03 --until 2020-02-05 --reason 洪水 --document 1号 --approver 李四 --approver-unit zdb
exemption list
exemption show XQ-1
leave set xihu-person 2020-02-03 --until 2020-02-04 --reason 出差
leave list
notice_mute set xihu-person --from 2020-02-03 --until 2020-02-04 --reason 出差
notice_mute list
notice list
proposal list
adjustment list
ladder set nanchang2020 6 --order-wd 3
ladder list
ladder show nanchang2020
clearing rate --from 2020-01-01 --to 2022-12-31
person handover xihu-person
post check
unit colour
todo --unit xihu
year_base set 市重大重点 2019-12 --plan 100亿元 --completed 80亿元 --source 年报
year_base list
outer_rank set 市重大重点 2019-12 投资完成率 --rank 2 --of 12 --among 全省各设区市 --source 省通报
outer_rank list
ranking show --list 市重大重点 --board county --month 2019-12
ranking publish --list 市重大重点 --board county --month 2019-12 --document 通报1号 --approver 王某
ranking list
ranking prove --list 市重大重点 --board county --month 2019-12
bureau_figure set NC2020-056 2019-12 --amount 8000万元 --source 统计局反馈
bureau_figure list
list set 考核清单 --authority 市重点办
list join NC2020-056 考核清单 --at 2019-01-02 --reason 攻坚 --approver 市政府 --document 1号
score_item set nanchang morale --name 队伍建设 --part bonus --basis entries --weight 2 --source 洪府发5号
score_item list
score_entry set 2019 xihu morale J-1 --points 1.5 --date 2019-12-20 --reason 表彰 --document 洪府2号
score_entry list
score show xihu --month 2019-12 --list 考核清单 --explain
param set score.list 考核清单
param set score.appeal_wd 1
score consult 2019
score appeal 2019 --item links --text 环节已完成 --unit xihu
score decide 2019 --unit xihu --item links --accept no --text 记录无误
target set {last_year} 完成投资 --unit xihu --kind amount --value 30亿元 --measure completed --list 市重大重点
target status --month {last}
brief draft --list 市重大重点
BRIEF = brief list : id
brief edit $BRIEF --section extra --title 五、其他 --text 完成率{rate}%。
brief review $BRIEF --person xihu-person
brief issue $BRIEF --person xihu-leader
brief show $BRIEF
brief draft --list 市重大重点 --series daily
DAILY = brief list --series daily : id
brief drop $DAILY --series daily --text 重复
brief list
bulletin draft --list 考核清单 --month 2019-12
BULLETIN = bulletin list : id
bulletin edit $BULLETIN --section extra --title 六、其他 --text 请抓好落实。
bulletin review $BULLETIN --person xihu-person
bulletin issue $BULLETIN --person xihu-leader --document 通报2号
bulletin show $BULLETIN
bulletin draft --list 考核清单 --month 2019-12
UNUSED = bulletin list : id state=draft
bulletin drop $UNUSED --text 重复
bulletin list
briefing show --month 2019-12
export {dir}/续办
import actions {dir}/续办/actions.csv
import cadences {dir}/续办/cadences.csv
import bureau_figures {dir}/续办/bureau_figures.csv
import campaigns {dir}/续办/campaigns.csv
import campaign_items {dir}/续办/campaign_items.csv
import circulars {dir}/续办/circulars.csv
import duties {dir}/续办/duties.csv
import exemptions {dir}/续办/exemptions.csv
import findings {dir}/续办/findings.csv
import ladders {dir}/续办/ladders.csv
import leaves {dir}/续办/leaves.csv
import meetings {dir}/续办/meetings.csv
import notice_mutes {dir}/续办/notice_mutes.csv
import orders {dir}/续办/orders.csv
import outer_ranks {dir}/续办/outer_ranks.csv
import parts {dir}/续办/parts.csv
import problems {dir}/续办/problems.csv
import referrals {dir}/续办/referrals.csv
import score_entries {dir}/续办/score_entries.csv
import score_items {dir}/续办/score_items.csv
import series {dir}/续办/series.csv
import supervisions {dir}/续办/supervisions.csv
import talks {dir}/续办/talks.csv
import voids {dir}/续办/voids.csv
import year_bases {dir}/续办/year_bases.csv
order issue --number 督4 --kind 督办函 --project NC2020-056 --unit xihu --title 清理围挡 --due {+30}
order issue --number 督5 --kind 督办函 --project NC2020-056 --unit xihu --title 清运渣土 --due {+30} --person xihu-person
exemption end XQ-1 --at 2020-02-04 --reason 水退 --document 2号
problem raise --id NT-4 --title 水源保护 --project NC2020-056 --tier L3 --criterion 超出部门范围 --reason 需市级协调 --for-unit xihu --why 电话报告
problem accept NT-4
problem assign NT-4 --unit xihu
problem answer NT-4 --text 已落实 --for-unit xihu --why 电话报告
evidence put {dir}/续办/orders.csv --project NC2020-056 --place 工地
PHOTO = evidence list --project NC2020-056 : digest
problem clear NT-4 --text 现场核实 --evidence $PHOTO
problem reopen NT-4 --reason 又渗漏
problem move NT-2 --to L2 --criterion 难度较大 --reason 逾期未决
clock set {+7}T09:00
param set close.objection_wd 20
close check --month {last} --unit xihu
close check --month {last} --unit xihu --objection 少计一笔
close answer --month {last} --unit xihu --text 已复核
param set close.objection_wd 1
close show --month {last}
score freeze 2019 --document 洪重办2号 --approver 王某
score show xihu --year 2019
score export 2019
LAMP = warning list --project NC2020-056 : id rule=W18 "subject_name=督4 清理围挡"
escalation show $LAMP
warning ack $LAMP --until {+5} --person 张三 --note 已约谈 --for-unit xihu --why 电话报告
order sign 督4 --for-unit xihu --why 电话报告
warning reopen $LAMP --reason 又见围挡
AGAIN = warning list --project NC2020-056 : id rule=W18 "subject_name=督4 清理围挡"
warning answer $AGAIN --text 已拆除 --evidence $PHOTO --for-unit xihu --why 电话报告
warning show $AGAIN
warning clear $AGAIN --reason 现场核实
proposal list --open
FIRST = proposal list --open : id kind=order
proposal accept $FIRST --document 督办6号 --reason 长期滞后
SECOND = proposal list --open : id kind=order
proposal refuse $SECOND --reason 已完成
list set 半年清单 --authority 市重点办
list join NC2020-056 半年清单 --reason 攻坚 --approver 市政府 --document 1号
list join NC2020-006 半年清单 --reason 攻坚 --approver 市政府 --document 1号
adjustment propose 半年清单 2020-H1
adjustment set 半年清单 2020-H1 NC2020-056 --direction leave --ground 长期滞后
adjustment set 半年清单 2020-H1 NC2020-006 --direction leave --ground 已并入
adjustment refuse 半年清单 2020-H1 --project NC2020-006 --reason 尚可推进
adjustment approve 半年清单 2020-H1 --project NC2020-056 --document 调1号 --approver 市政府 --reason 半年调整
adjustment list
export {dir}/半年 --kind adjustments
import adjustments {dir}/半年/adjustments.csv
TOLD = notice list --person xihu-person : id
notice show $TOLD
notice receipt --key $TOLD --result delivered --channel sms --detail 已送达
notice reply --person xihu-person --text 情况已知
notice list
todo --unit xihu
""".strip().splitlines()


class Lines:
    """Makes words of the lines. `ask` gives the JSON of a verb; `folder` is what stands for {dir}."""

    def __init__(self, ask, folder):
        self.ask, self.folder, self.kept = ask, folder, {}

    def fill(self, line):
        line = line.replace("{dir}", self.folder)
        if "{+" in line or "{last" in line:
            today = datetime.date.fromisoformat(self.ask("clock", "show")["now"][:10])
            last = today.replace(day=1) - datetime.timedelta(1)
            line = line.replace("{last}", f"{last:%Y-%m}").replace("{last_year}", f"{last:%Y}")
            line = re.sub(r"\{\+(\d+)\}",
                          lambda m: str(today + datetime.timedelta(int(m.group(1)))), line)
        return [self.kept[word[1:]] if word.startswith("$") else word for word in shlex.split(line)]

    def words(self, line):
        """The command; None: the line only kept a value."""
        keep = re.fullmatch(r"([A-Z]+) = (.+) : (\w+)(.*)", line)
        if not keep:
            return self.fill(line)
        name, command, column, having = keep.groups()
        rows = [row for row in self.ask(*self.fill(command))
                if all(str(row[key]) == value for key, value in
                       (one.split("=", 1) for one in shlex.split(having)))]
        assert rows, f"{line}: no such row"
        self.kept[name] = str(rows[-1][column])
        return None
