"""What happens in the stored city, from January 2020 to January 2021: every kind of event."""
import os

from columns import FULL
from fixture import HERE, api, digest_of, model

CITY = os.path.join(HERE, "..", "data", "nanchang2020")
PERMIT = "先行开工批复〔2020〕7号"
PAPERS = ("filing", "contract", "unit_licence", "application", "platform_page")


def link(project, no, year=0):
    return api.LinkRef(project=project, no=no, year=year)


def verdicts(nums, verdict=api.VERDICT_PASS, reason=""):
    return api.ReportReviewRequest(verdict=[
        api.ReportVerdict(report=n, verdict=verdict, reason=reason) for n in nums])


def stage(name):
    return model.Stage.Value("STAGE_" + name)


def money(yuan):
    return {"fen": yuan * 100}


# ---- January: who and what there is


def opening(s):
    for kind in ("units", "people", "projects"):
        s.ctl("import", kind, os.path.join(CITY, kind + ".csv"))
    for name, role, unit in (
            ("xihu-sys", "county", "xihu"), ("donghu-sys", "county", "donghu"),
            ("gaoxin-ent-sys", "unit", "gaoxin"), ("zhujian-sys", "sector", "zhujian"),
            ("gongxin-sys", "sector", "gongxin"), ("nongye-sys", "sector", "nongye"),
            ("office-sys", "office", None), ("dczzb-sys", "supervision", None),
            ("mayor", "leader", None), ("sms", "gateway", None), ("audit", "auditor", None),
            ("keys", "security", None), ("left", "gateway", None)):
        s.principal(name, role, unit)
    s.ctl("principal", "add", "guest", "--role", "auditor", "--owner", "省审计厅", "--not-before",
          "2020-01-05", "--not-after", "2020-12-31", "--out", os.path.join(s.daemon.top, "guest"))
    s.ask("keys", principal_revoke=api.PrincipalRevokeRequest(name="left"))
    s.csv("posts", """person,unit,title,kind,from,until
zdb-leader,zdb,分管副主任,deputy,2019-01-01,
zdb-person,zdb,信息员,reporter,2019-03-01,2019-12-31
xihu-leader,xihu,区长,head,2019-01-01,
""")
    s.csv("groups", """id,name,kind,parent,person,role,unit,seconded,from
ldxz,领导小组,leading,,zdb-leader,chief,zdb,no,2019-01-01
zb,项目专班,task_force,ldxz,zdb-person,member,zdb,yes,2019-06-01
zb,项目专班,task_force,ldxz,xihu-person,deputy,xihu,yes,2019-06-01
""")
    s.csv("categories", "name,parent\n城市建设,\n城市更新,城市建设\n")
    s.csv("lists", """name,authority,min_total,needs_leader,needs_six,needs_chain,fast_track,elsewhere
市领导挂点,市重点办,10000万元,yes,no,no,no,no
攻坚清单,市重点办,,no,yes,yes,yes,no
省重点,省发改委,,no,no,no,no,yes
""")
    s.csv("members", """project,list,joined,join_document,left,leave_reason
NC2020-006,市领导挂点,2019-05-01,洪重〔2019〕1号,2019-12-01,已完成
""")
    s.csv("plans", """project,year,version,kind,amount,document,adopted,goal
NC2020-006,2020,1,原始,7.73亿元,洪重〔2020〕2号,2020-01-01,"主体封顶, 结构"
""")
    s.csv("targets", """year,indicator,unit,kind,value,source
2020,投资额,,amount,1560亿元,市政府工作报告
2020,开工数,xihu,count,12,责任状
""")
    s.csv("parameters", """key,scope,of,value,source
W01.y_before_wd,list,市重点推进,2,会议纪要
W08.y_months,category,农业及城乡统筹,2,会议纪要
""")
    s.csv("lives", """project,started,library,library_document
NC2020-056,2019-01-15,2019-03-01,纳统1号
NC2020-089,2019-06-10,,
""")
    s.csv("years", "year,state,closed,carried_projects,carried_links\n2018,已结转,2019-01-20,12,30\n")
    s.csv("reports", """project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at
NC2020-056,1,月报,2019-11,100000,confirmed,2019-11,2019-12-03T09:00:00,2019-12-04T09:00:00
""")
    s.csv("collections", "year,state,round,opened,until,document,approved_document,approved\n"
          "2020,下达,2,2019-09-01,2019-10-31,通知1,洪府发〔2019〕40号,2019-12-20\n")
    s.csv("candidates", "year,code,name,unit,stage,total,plan\n"
          "2020,NC2020-006,,,,,773000000元\n")
    s.csv("rounds", "year,code,name,unit,stage,total,plan,round\n"
          "2020,NC2020-006,高新区地下综合管廊,gaoxin,计划新开工,39亿元,7亿元,1\n")
    s.revert(s.csv("rounds", "year,code,name,unit,stage,total,plan,round\n"
                   "2020,NC2020-007,站点工程,shizheng,计划新开工,78亿元,15亿元,1\n"))
    s.csv("acceptances", """project,organiser,accepted,document,owner,owner_result,open_defect
NC2020-455,市住建局,2019-12-10,验〔2019〕1号,某公司,passed,路缘石;绿化
""")


def chains(s):
    s.until("2020-01-10")
    s.ctl("import", "chains", os.path.join(CITY, "chains.csv"))
    s.csv("progress", "project,no,state,started\nNC2020-007,1,active,2020-01-08\n")
    s.ctl("status")
    s.ctl("unit", "list")


def every_column(s):
    s.until("2020-01-13")
    for kind, text in FULL:
        s.csv(kind, text)


# ---- imports that are taken back


def taken_back(s):
    s.until("2020-01-20")
    for kind, text in (
            ("units", "id,name,kind,parent\nxihu,西湖区人民政府,county,\nx1,新街道,municipal,xihu\n"),
            ("people", "id,name,unit,post\nxihu-person,李样思,xihu,处长\nx-new,王例五,xihu,\n"),
            ("posts", "person,unit,title,kind,from\nxihu-person,xihu,科长,其他,2019-01-01\n"),
            ("groups", "id,name,kind,person,role,from\ntmp,小组,工作专班,xihu-person,成员,2020-01-01\n"),
            ("categories", "name,parent\n桥梁,城市建设\n"),
            ("lists", "name,authority\n丁,省发改委\n"),
            ("projects", "code,name,unit,stage,year,list,plan,total\n"
             "NC2020-143,旧名,xihu,,2020,丁,10元,200元\nN1,新桥,xihu,在建,2020,丁,10元,100元\n"),
            ("parameters", "key,scope,of,value\nW01.y_before_wd,,,3\nW02.y_after_cd,list,省重点,2\n"),
            ("collections", "year,state,round,opened,until,document\n"
             "2019,征集,1,2018-09-01,2018-12-31,通知2\n"),
            ("lives", "project,started,library,library_document\nNC2020-143,2018-07-15,2018-09-01,1号\n"),
            ("members", "project,list,joined,left,join_reason\n"
             "NC2020-143,市领导挂点,2019-01-01,2019-02-01,换批\n"),
            ("plans", "project,year,version,kind,amount,document\nNC2020-143,2020,2,调整,5元,发3\n"),
            ("targets", "unit,year,indicator,kind,value,source\n"
             "xihu,2020,开工数,count,12,补充责任状\ndonghu,2020,开工数,count,9,\n"),
            ("acceptances", "project,organiser,accepted\nNC2020-503,施工方,2020-01-03\n"),
            ("papers", "project,paper,filed,note\nNC2020-143,filing,2019-02-01,原件\n"),
            ("gatherings", "id,project,held,name,venue\n2019Q4,NC2020-143,2019-12-03,四季度,分会场\n"),
            ("chains", "project,no,name,class,unit,leader,person,limit,chain_start\n"
             "NC2020-143,1,可研批复,审批,xihu,xihu-leader,xihu-person,5wd,2020-01-10\n"),
            ("progress", "project,no,state,started\nNC2020-063,1,办理中,2020-01-15\n"),
            ("reports", "project,num,form,period,invested(元),state,booked,submitted_at,"
             "confirmed_at\nNC2020-143,7,月报,2019-12,50,confirmed,2019-12,"
             "2020-01-03T09:00:00,2020-01-04T09:00:00\n"),
            ("calendar", "date,kind,name,source\n2020-06-15,holiday,某日,洪府发9\n"),
            ("years", "year,state,closed,carried_projects,carried_links\n2015,已结转,2016-01-20,1,3\n")):
        done = s.csv(kind, text)
        s.until(next_minute(s))
        s.revert(done)


def next_minute(s):
    now = s.ctl("clock", "show")["now"]
    hour, minute = int(now[11:13]), int(now[14:16]) + 1
    return f"{now[:10]}T{hour + minute // 60:02}:{minute % 60:02}"


# ---- February: links


def links(s):
    s.until("2020-02-03")
    s.ask("gaoxin-ent-sys", link_start=api.LinkStartRequest(link=link("NC2020-006", 5)))
    s.again("gaoxin-ent-sys")
    s.ask("office-sys", link_start=api.LinkStartRequest(link=link("NC2020-006", 1)))
    s.ask("office-sys", link_finish=api.LinkFinishRequest(link=link("NC2020-006", 2)))
    s.ask("donghu-sys", status=None, link_start=api.LinkStartRequest(link=link("NC2020-006", 6)))
    s.until("2020-02-10")
    s.ask("office-sys", link_finish=api.LinkFinishRequest(
        link=link("NC2020-006", 1), at_date=20200210))
    s.ask("office-sys", link_return=api.LinkReturnRequest(
        link=link("NC2020-006", 2), reason="资料不全"))
    waits = s.ask("zhujian-sys", link_finish=api.LinkFinishRequest(
        link=link("NC2020-001", 1), at_date=20200210, text="已备案")).report.report.num
    s.ask("office-sys", status=None, report_review=verdicts([waits]))
    s.ask("office-sys", link_add=api.LinkAddRequest(link=link("NC2020-006", 20), cell=[
        api.Cell(column=c, value=v) for c, v in (
            ("name", "水土保持方案"), ("class", "审批"), ("unit", "shuili"),
            ("leader", "shuili-leader"), ("person", "shuili-person"), ("limit", "2020-02-20"))]))
    s.ask("office-sys", link_set=api.LinkSetRequest(link=link("NC2020-006", 20), cell=[
        api.Cell(column="limit", value="10wd")]))
    s.until("2020-02-17")
    s.ask("office-sys", link_extend=api.LinkExtendRequest(
        link=link("NC2020-006", 2), to_date=20200227, reason="疫情"))
    s.ask("office-sys", link_suspend=api.LinkSuspendRequest(
        link=link("NC2020-006", 5), reason="等待征地"))
    s.ask("office-sys", link_cancel=api.LinkCancelRequest(
        link=link("NC2020-006", 20), reason="不再需要"))
    s.csv("calendar", "date,kind,name,source\n2020-02-19,holiday,本市放假,洪府发9\n"
          "2020-02-22,workday,本市上班,洪府发9\n", "--override", "--document", "洪府发9")
    s.until("2020-02-21")
    s.ask("office-sys", link_resume=api.LinkResumeRequest(link=link("NC2020-006", 5)))
    s.ask("office-sys", link_start=api.LinkStartRequest(link=link("NC2020-006", 3)))
    s.until("2020-02-25")
    s.ask("office-sys", link_extend=api.LinkExtendRequest(
        link=link("NC2020-006", 2), to_date=20200228, reason="再延一日"))
    s.ask("office-sys", for_person="gaoxin-person",
          link_start=api.LinkStartRequest(link=link("NC2020-006", 8)))
    s.ask("office-sys", link_finish=api.LinkFinishRequest(link=link("NC2020-006", 8)))
    for no in (5, 9):
        s.ask("gaoxin-ent-sys", link_finish=api.LinkFinishRequest(link=link("NC2020-006", no)))
    s.ask("office-sys", link_finish=api.LinkFinishRequest(link=link("NC2020-006", 5)))
    s.ask("office-sys", link_cancel=api.LinkCancelRequest(
        link=link("NC2020-006", 9), reason="已通电"))
    s.ask("office-sys", status=api.STATUS_CONFLICT,
          link_start=api.LinkStartRequest(link=link("NC2020-006", 3)))
    s.ctl("link", "finish", "NC2020-999", "1", code=3)


# ---- March, April: stages, evidence, reports


def evidence(s):
    photo = s.evidence("xihu-sys", "照片".encode() * 30000, "桩基.jpg", "NC2020-128")
    path = os.path.join(s.daemon.top, "许可证.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("施工许可证\n" * 20)
    s.ctl("evidence", "put", path, "--project", "NC2020-006", "--place", "工地",
          "--taken", "2020-03-01T10:00", "--verifier", "李例核", "--verifier-unit", "监理公司",
          "--verifier-post", "总监", "--media-type", "text/plain")
    s.csv("papers", "project,paper,filed,digest\n"
          f"NC2020-128,site_photo,2020-03-01,{photo.hex()}\n")
    s.evidence("xihu-sys", "开工".encode() * 300, "开工.jpg", "NC2020-110")
    s.csv("evidence", f"digest,project,place\n{photo.hex()},NC2020-128,红谷滩\n")
    s.ask("office-sys", evidence_get=api.EvidenceGetRequest(digest=photo))
    return photo


def stages(s):
    s.until("2020-03-05")
    photo = evidence(s)
    s.ask("office-sys", project_move=api.ProjectMoveRequest(
        project="NC2020-128", to=stage("BUILDING"), document=PERMIT, exemption=PERMIT, evidence=[photo],
        dry_run=True))
    s.ask("office-sys", project_move=api.ProjectMoveRequest(
        project="NC2020-128", to=stage("BUILDING"), document=PERMIT, exemption=PERMIT, evidence=[photo]))
    asked = s.ask("xihu-sys", project_move=api.ProjectMoveRequest(
        project="NC2020-110", to=stage("BUILDING"), document=PERMIT, exemption=PERMIT,
        evidence=[digest_of("开工".encode() * 300)])).project_move.report
    s.ask("gongxin-sys", report_review=verdicts([asked]))
    s.ask("office-sys", report_review=verdicts([asked]))
    for who in ("xihu-sys", "office-sys"):  # the office does not wait for the report
        s.ask(who, project_move=api.ProjectMoveRequest(
            project="NC2020-080", to=stage("BUILDING"), document=PERMIT, exemption=PERMIT))
    s.ask("office-sys", project_move=api.ProjectMoveRequest(
        project="NC2020-143", to=stage("STOPPED"), reason="资金不到位"))
    s.ask("office-sys", project_move=api.ProjectMoveRequest(
        project="NC2020-120", to=stage("WITHDRAWN"), reason="不再建设", approver="市政府常务会议",
        document="纪要3"))
    s.ask("office-sys", status=None, project_move=api.ProjectMoveRequest(
        project="NC2020-128", to=stage("PRELIMINARY"), reason="错报", approver="市重点办", correction=True,
        dry_run=True))
    s.ask("office-sys", project_set_code=api.ProjectSetCodeRequest(
        project="NC2020-133", code="2109-360100-04-01-785867"))
    s.ctl("project", "set-code", "NC2020-080", "2109-360100-04-01-785868", code=1)
    s.until("2020-03-23")
    s.csv("gatherings", """id,project,held,name,venue,place,leader
2020Q1,NC2020-128,2020-03-23,一季度集中开工,主会场,红谷滩,zdb-leader
2020Q1,NC2020-110,2020-03-23,一季度集中开工,分会场,西湖,zdb-leader
""")
    s.csv("papers", "project,paper,filed\n" + "".join(
        f"NC2020-128,{paper},2020-03-20\n" for paper in PAPERS))
    s.ask("office-sys", library_enter=api.LibraryEnterRequest(
        project="NC2020-128", document="纳统〔2020〕9号"))
    s.ask("office-sys", status=api.STATUS_CONFLICT, code="library.paper_missing",
          library_enter=api.LibraryEnterRequest(project="NC2020-110"))
    s.ask("office-sys", library_leave=api.LibraryLeaveRequest(
        project="NC2020-056", reason="重复入库"))
    s.ask("mayor", library_show=api.LibraryShowRequest(project="NC2020-110"))
    s.ask("mayor", gathering_show=api.GatheringShowRequest(id="2020Q1"))


def later_stages(s):
    """What is resumed, and one that goes all the way."""
    s.until("2020-07-10")

    def move(project, to, **more):
        s.ask("office-sys",
              project_move=api.ProjectMoveRequest(project=project, to=to, **more))
    move("NC2020-143", stage("BUILDING"), document="复工报告")
    move("NC2020-063", stage("COMPLETED"), percent=100, has_percent=True)
    s.ask("office-sys", status=api.STATUS_CONFLICT, code="move.no_acceptance",
          project_move=api.ProjectMoveRequest(project="NC2020-063", to=stage("ACCEPTED")))
    parties = ("owner", "design", "builder", "supervision", "fire", "quality")
    s.csv("acceptances", "project,organiser,accepted,document," + ",".join(
        f"{p},{p}_result" for p in parties) + ",open_defect\nNC2020-063,市住建局,2020-07-08,"
          "验〔2020〕6号," + ",".join(f"样例{i}公司,合格" for i in range(6)) + ",绿化\n")
    move("NC2020-063", stage("ACCEPTED"))
    s.until("2020-07-20")
    move("NC2020-063", stage("OPERATING"), document="投产报告")
    move("NC2020-063", stage("ON_TARGET"), reason="产值达标")
    move("NC2020-063", stage("ARCHIVED"))
    move("NC2020-110", stage("PRELIMINARY"), reason="错报", approver="市重点办",
         correction=True)


def office_sheet(s):
    s.until("2020-07-27")
    s.ctl("import", "projects", os.path.join(CITY, "..", "sheets", "owners-2025.csv"))


def monthly(s, who, project, month, yuan, **more):
    return s.ask(who, report_submit=api.ReportSubmitRequest(
        project=project, period_month=month, invested=money(yuan), **more)).report.report.num


def reports(s):
    s.until("2020-02-01")
    first = monthly(s, "xihu-sys", "NC2020-056", 202001, 3000000, cumulative=money(9000000),
                    percent=40, has_percent=True, text="主体, 结构")
    again = monthly(s, "xihu-sys", "NC2020-056", 202001, 3100000, text="改正")
    other = monthly(s, "xihu-sys", "NC2020-184", 202001, 5000000, text="基础")
    s.ask("nongye-sys", report_review=verdicts([again]))
    s.ask("gongxin-sys", report_review=verdicts([other], api.VERDICT_RETURN, "与形象进度不符"))
    s.ask("office-sys", report_review=verdicts([again]))
    s.ask("office-sys", status=None, report_review=verdicts([first]))
    s.ask("xihu-sys", report_list=api.ReportListRequest(mine=True))


def more_reports(s):
    s.until("2020-04-02")
    for month, yuan in ((202002, 2000000), (202003, 300000000)):
        num = monthly(s, "xihu-sys", "NC2020-056", month, yuan, text="进度")
        s.ask("nongye-sys", report_review=verdicts([num]))
        s.ask("office-sys", report_review=verdicts([num]))
    num = monthly(s, "xihu-sys", "NC2020-128", 202003, 1000000, cumulative=money(1000000))
    s.ask("office-sys", status=None, report_review=verdicts([num]))
    s.ask("office-sys", for_unit="xihu", report_submit=api.ReportSubmitRequest(
        project="NC2020-184", period_month=202003, invested=money(4000000), text="代填"))
    s.ask("xihu-sys", report_submit=api.ReportSubmitRequest(
        project="NC2020-184", form=3, on_date=20200401, invested=money(10000), text="日报"))
    s.ask("xihu-sys", report_submit=api.ReportSubmitRequest(
        project="NC2020-184", form=2, on_date=20200401, invested=money(50000), text="周报"))
    s.csv("reports", "project,period,invested(元)\nNC2020-063,2020-03,700000\n")
    s.until("2020-04-20")
    num = monthly(s, "xihu-sys", "NC2020-056", 202001, 2800000, form=6, reason="核减")
    s.ask("nongye-sys", report_review=verdicts([num]))
    s.ctl("report", "pass", str(num))
    num = s.ask("xihu-sys", report_submit=api.ReportSubmitRequest(
        project="NC2020-056", period_month=202003, form=7, text="集中付款")).report.report.num
    s.ask("nongye-sys", report_review=verdicts([num]))
    s.ctl("report", "pass", str(num))


# ---- April, May: people, lists, plans, chains


def people_and_lists(s):
    s.ask("office-sys", person_replace=api.PersonReplaceRequest(
        old_person="xihu-leader", new_person="xihu-person", from_date=20200415, reason="调任"))
    s.ask("office-sys", record_set=api.RecordSetRequest(kind=2, cell=[
        api.Cell(column="id", value="new-one"), api.Cell(column="name", value="邹例新"),
        api.Cell(column="unit", value="xihu"), api.Cell(column="post", value="区长")]))
    s.ctl("project", "set", "NC2020-089", "--place", "朝阳洲", "--content", "桥长1.2公里",
          "--leader-city", "zdb-leader", "--project-owner", "样例公司")
    s.ctl("person", "replace", "zdb-leader", "zdb-second", "--from", "2020-04-16",
          "--reason", "轮岗")
    s.ask("office-sys", list_join=api.ListJoinRequest(
        project="NC2020-089", list="市领导挂点", reason="常务会议定", approver="市政府"))
    s.ask("office-sys", list_join=api.ListJoinRequest(
        project="NC2020-128", list="攻坚清单", reason="攻坚", document="承诺书1号",
        promise_date=20200601))
    s.until("2020-05-06")
    s.ask("office-sys", list_leave=api.ListLeaveRequest(
        project="NC2020-089", list="市领导挂点", reason="已完成", approver="市政府",
        document="洪重〔2020〕11号"))
    for state, document in ((1, ""), (2, "洪发改〔2020〕5号"), (3, "赣发改〔2020〕8号")):
        s.ask("office-sys", list_apply=api.ListApplyRequest(
            project="NC2020-128", list="省重点", state=state, document=document))
    s.ask("audit", list_check=api.ListCheckRequest(list="攻坚清单"))
    s.ask("audit", list_figures=api.ListFiguresRequest(list="市重点推进", year=2020))
    s.ctl("plan", "set", "NC2020-056", "--year", "2020", "--amount", "4亿元", "--document",
          "洪重〔2020〕12号", "--goal", "完成主体")
    s.ctl("param", "set", "W01.y_before_wd", "3", "--project", "NC2020-006", "--source", "纪要")
    s.ctl("chain", "new", "NC2020-166", "--template", "T-ENT", "--start", "2020-05-11",
          "--dry-run")
    s.ctl("chain", "new", "NC2020-166", "--template", "T-ENT", "--start", "2020-05-11")


# ---- August to November: next year's list


def next_years_list(s):
    s.until("2020-08-21")
    s.ask("office-sys", collection_open=api.CollectionOpenRequest(
        year=2021, until_date=20200910, document="关于征集2021年项目的通知"))
    s.csv("candidates", """year,code,name,unit,stage,total,plan,planned_start
2021,NC2020-056,,,,,2亿元,
2021,NC2021-001,新项目一,xihu,计划新开工,2亿元,3000万元,2021-06
2021,NC2021-002,新项目二,donghu,计划新开工,2亿元,3000万元,2021-06
2021,NC2021-004,新项目四,donghu,前期,2亿元,,
""")
    s.ask("office-sys", collection_freeze=api.CollectionFreezeRequest(year=2021))
    done = s.csv("comments", "year,code,unit,text\n2021,NC2021-002,ziran,用地未定\n")
    s.revert(done)
    s.csv("comments", "year,code,unit,text\n2021,NC2021-001,ziran,请核实总投资\n")
    s.ask("office-sys", collection_open=api.CollectionOpenRequest(
        year=2021, until_date=20200930))
    s.csv("comments", "year,code,unit,round,answer\n2021,NC2021-001,ziran,1,已核实\n")
    done = s.csv("candidates", "year,code,name,unit,stage,total\n2021,NC2021-003,丙,xihu,前期,5亿元\n")
    s.revert(done)
    s.ctl("candidate", "set", "2021", "NC2021-002", "--total", "2.5亿元")
    s.ask("office-sys", collection_freeze=api.CollectionFreezeRequest(year=2021))
    s.until("2020-10-09")
    s.ask("office-sys", collection_match=api.CollectionMatchRequest(
        year=2021, ask=[api.ElementAsk(element="用地", unit="ziran"),
                        api.ElementAsk(element="资金", unit="caizheng")]))
    s.ctl("candidate", "set", "2021", "NC2021-004", "--plan", "1000万元")
    s.ask("office-sys", status=None, collection_approve=api.CollectionApproveRequest(
        year=2021, document="洪府发〔2020〕43号"))
    s.csv("matches", """year,code,element,unit,result
2021,NC2020-056,用地,ziran,已落实
2021,NC2021-001,用地,ziran,有条件落实
2021,NC2021-002,用地,ziran,未落实
""")
    s.ask("office-sys", status=api.STATUS_CONFLICT, code="collection.lacks",
          collection_approve=api.CollectionApproveRequest(
              year=2021, document="洪府发〔2020〕43号"))
    done = s.csv("matches", "year,code,element,unit,result\n2021,NC2021-002,能耗,fagai,未落实\n")
    s.revert(done)
    s.csv("matches", "year,code,element,unit,result\n2021,NC2021-002,用地,ziran,有条件落实\n")
    s.ask("dczzb-sys", collection_show=api.CollectionShowRequest(year=2021))
    s.ask("dczzb-sys", collection_diff=api.CollectionDiffRequest(
        year=2021, from_round=1, to_round=2))
    s.ask("office-sys", collection_approve=api.CollectionApproveRequest(
        year=2021, document="洪府发〔2020〕43号", unmatched="资金年后落实"))


def year_end(s):
    s.until("2021-01-12")
    s.ask("mayor", year_show=api.YearShowRequest(year=2020))
    waiting = [r.num for r in s.ask("office-sys", report_list=api.ReportListRequest(state=1))
               .report_list.report]
    waiting += [r.num for r in s.ask("office-sys", report_list=api.ReportListRequest(state=2))
                .report_list.report]
    if waiting:
        s.ask("office-sys", report_review=verdicts(waiting, api.VERDICT_RETURN, "年度结转"))
    s.ask("office-sys", year_close=api.YearCloseRequest(
        year=2020, dry_run=True, without_reports=True))
    s.ctl("year", "close", "2020", "--without-reports")


# ---- what is only asked


def questions(s):
    s.until("2021-02-20")
    for args in (("project", "list", "轨道"), ("project", "show", "NC2020-128"),
                 ("project", "show", "NC2020-128", "--as-of", "2020-03-15"),
                 ("project", "show", "NC2020-006", "--as-known", "2020-02-20"),
                 ("project", "history", "NC2020-006"), ("chain", "show", "NC2020-006"),
                 ("link", "list", "--open", "--unit", "xihu"), ("template", "list"),
                 ("warning", "list"), ("warning", "list", "--unit", "xihu", "--all"),
                 ("param", "list"), ("calendar", "due", "2020-04-30", "5"),
                 ("principal", "list"), ("clock", "show"), ("post", "list"), ("group", "list"),
                 ("category", "list"), ("list", "list"), ("list", "show", "市重点推进"),
                 ("plan", "list"), ("target", "list"), ("acceptance", "list"), ("paper", "list"),
                 ("gathering", "list"), ("report", "list"), ("candidate", "list"),
                 ("comment", "list"), ("match", "list"), ("evidence", "list"),
                 ("evidence", "check"), ("verify",), ("year", "show", "2020"),
                 ("unit", "show", "xihu"), ("plan", "show", "NC2020-056", "--year", "2020",
                                            "--month", "2020-06")):
        s.ctl(*args)
    first = s.ask("sms", warning_list=api.WarningListRequest()).warning_list.warning[0].id
    s.ask("sms", warning_show=api.WarningShowRequest(id=first))
    s.ask("xihu-sys", project_list=api.ProjectListRequest())
    s.ask("xihu-sys", status=api.STATUS_DENIED, clock_set=api.ClockSetRequest(to_at=1))
    s.ask("", status=None, clock_accept=api.ClockAcceptRequest())
    s.ask("", backup=api.BackupRequest(dir=os.path.join(s.daemon.top, "backup")))
    s.ask("", status=api.STATUS_INVALID, code="request.unknown")
    everything(s, "audit")
    everything(s, "xihu-sys")


def everything(s, who):
    """Every event that it may see, page by page; cursors without epoch and hash are for all."""
    seq = 0
    while True:
        page = s.ask(who, fetch=api.FetchRequest(cursor={"seq": seq} if seq else None)).fetch
        seq = page.next.seq
        if seq >= page.head:
            return


STORY = (opening, chains, every_column, taken_back, reports, links, stages, more_reports, people_and_lists,
         later_stages, office_sheet, next_years_list, year_end, questions)
