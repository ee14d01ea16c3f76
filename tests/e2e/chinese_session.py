"""The session that chinese.py runs: input files, and the commands, one per line. "!" before a
command: it must be refused."""

FILES = {
    "posts.csv": """person,unit,title,kind,from,until
zdb-leader,zdb,分管副主任,deputy,2019-01-01,
zdb-person,zdb,信息员,reporter,2019-03-01,2019-12-31
""",
    "groups.csv": """id,name,kind,parent,person,role,unit,seconded,from
ldxz,领导小组,leading,,zdb-leader,chief,zdb,no,2019-01-01
zb,项目专班,task_force,ldxz,zdb-person,member,zdb,yes,2019-06-01
""",
    "departments.csv": "部门,对应单位\n发改,zdb\n",
    "categories.csv": "name,parent\n城市建设,\n城市更新,城市建设\n",
    "lists.csv": """name,authority,min_total,needs_leader,needs_six,fast_track
市领导挂点,市重点办,10000万元,yes,yes,yes
""",
    "省级.csv": "清单,管理机关,上级清单\n省级示范,省发改委,是\n",
    "members.csv": """project,list,joined,join_document,left,leave_reason
NC2020-006,市领导挂点,2019-05-01,洪重〔2019〕1号,2019-12-01,已完成
""",
    "plans.csv": """project,year,amount,document,adopted,goal
NC2020-006,2020,6亿元,洪重〔2020〕2号,2020-02-03,"主体封顶, 结构"
""",
    "targets.csv": """year,indicator,unit,kind,value,source
2020,投资额,,amount,1560亿元,市政府工作报告
2020,开工数,xihu,count,12,责任状
""",
    "papers.csv": "project,paper,filed,note\nNC2020-006,备案文件,2020-01-05,复印件\n",
    "gatherings.csv": """id,project,held,name,venue,place,leader
2020Q1,NC2020-006,2020-01-15,一季度集中开工,main,红谷滩,zdb-leader
""",
    "acceptances.csv": """project,organiser,accepted,document,owner,owner_result,open_defect
NC2020-100,市住建局,2020-01-10,验〔2020〕1号,某公司,passed,路缘石;绿化
""",
    "progress.csv": "project,no,state,started\nNC2020-006,1,active,2020-02-03\n",
    "parameters.csv": "key,scope,of,value,source\nW01.y_before_wd,list,市重点推进,2,会议纪要\n",
    "lives.csv": "project,entered,started\nNC2020-001,2019-01-05,2019-02-01\n",
    "calendar.csv": "日期,类型,名称\n2020-02-10,休,本市停工\n",
    "reports.csv": "项目代码,报告期,完成投资（万元）,形象进度\nNC2020-010,2020-01,120,主体施工\n",
    "years.csv": "年度,状态,结转日期\n2018,关闭,2019-01-05\n",
    "empty.csv": "",
    "head.csv": "id,name,kind\n",
    "strange.csv": "id,name,kind,colour,name\nx1,甲,office,red,乙\n",
    "keyless.csv": "name,kind\n甲,office\n",
    "rows.csv": "id,name,kind\nx1,甲\nx2,,zoo\nx3,乙,county,,,\n",
    "control.csv": "id,name,kind\nx1,\"甲\t乙\",office\n",
    "quote.csv": "id,name,kind\nx1,\"甲\"乙,office\n",
    "utf16.csv": b"\xff\xfei\x00d\x00",
    "nul.csv": b"id,name\x00,kind\n",
    "zip.csv": b"PK\x03\x04abcd",
    "说明.txt": "现场照片说明\n",
    "空.txt": "",
    "sheet.csv": """重大项目清单,,,
序号,项目名称,总投资,形象设想
1,新建滨江公园,12000,好
2,旧城改造工程,不详,好
,合计,99999,
""",
    "sheet-ok.csv": """2020年重大项目清单（单位：万元）,,,,
序号,项目名称,总投资,年度计划投资,责任单位
1,新建滨江公园,12000,3000,西湖区
2,旧城改造工程,15000,5000,某某办
,合计,99999,8000,
""",
    "sheet-bare.csv": "甲,乙\n1,2\n3,4\n",
}

# Invalid cells for each kind of file, in the order in which the daemon checks them.
BAD_ROWS = {
    "units": ["id,name,kind,parent,gb_code,section",
              "a b,甲,office,,,", "u2,,office,,,", "u3,丙,zoo,,,", "u4,丁,county,nowhere,,",
              "u5,戊,county,,12,", "u6," + "长" * 200 + ",county,,,", "u7,庚,county,u7,,",
              "u3,丙,office,,,"],
    "people": ["id,name,unit,post,phone", "p 1,甲,xihu,,", "p2,,xihu,,", "p3,丙,nowhere,,",
               "p4,丁,xihu,,abc"],
    "projects": ["code,name,unit,sector,category,stage,total,plan,year,planned_start,"
                 "planned_finish,list,funding,successor,finance_assessed,former",
                 "b 1,甲,xihu,,产业,building,1,1,2020,2020-01,2020-12,,,,,",
                 "B2,乙,xihu,,产业,zoo,-5,x,20,2020-13,2019-12,,zoo,B2,2020-02-30,",
                 "B3,丙,nowhere,nowhere,产业,在建,1元元,0.001,2020,2020-05,2020-01,,,B9,,",
                 "NC2020-006,丁,xihu,,产业,竣工,1,1,2020,2020-01,2020-12,,,,,NC2020-007"],
    "chains": ["project,no,name,class,unit,leader,person,after,limit,chain_start",
               "NC2020-006,0,甲,zoo,xihu,,,,5,2020-01-01",
               "NC2020-006,1,甲,审批,nowhere,,,9,5wd,2020-02-01",
               "NC2020-006,2,乙,审批,xihu,张三,,3,5wd,2020-03-01",
               "NC2020-006,3,丙,审批,xihu,,,2,5wd,2020-02-01",
               "nowhere,1,甲,审批,xihu,张三,,,5wd,2020-02-01"],
    "calendar": ["date,kind,name", "2020-02-30,休,甲", "2020-03-05,zoo,乙"],
    "posts": ["person,unit,title,kind,from,until", "nobody,xihu,科长,staff,2020-01-01,",
              "zdb-leader,nowhere,科长,zoo,2020-01-01,2019-01-01"],
    "groups": ["id,name,kind,parent,person,role,unit,seconded,from,until",
               "g1,甲,zoo,nowhere,nobody,zoo,nowhere,maybe,2020-01-01,2019-01-01",
               "ldxz,领导小组,leading,zb,,,,,,"],
    "categories": ["name,parent", "甲类,甲类", "乙类,没有"],
    "lists": ["name,authority,elsewhere,min_total,needs_code", "甲单,,maybe,x,zoo"],
    "members": ["project,list,joined,left,application,promised,promised_date",
                "nowhere,市领导挂点,2020-01-01,,,,", "NC2020-006,没有的,2020-01-01,,,,",
                "NC2020-006,市领导挂点,2020-01-05,2020-01-01,zoo,,",
                "NC2020-006,市领导挂点,2019-06-01,,,,", "NC2020-007,市领导挂点,2021-06-01,,,,",
                "NC2020-007,市领导挂点,2020-01-01,,,six.zoo,2020-05-01",
                "NC2020-008,市领导挂点,2020-01-01,,,chain,"],
    "plans": ["project,year,version,kind,amount,adopted,m1,planned_start,planned_finish",
              "NC2020-006,2020,9,adjusted,6亿元,2020-02-03,,,", "NC2020-007,2020,,zoo,-1元,,,,",
              "NC2020-008,1990,,,1元,,,,", "NC2020-009,2020,,,1元,2021-01-01,1元,2020-05,2020-01",
              "NC2020-006,2020,1,original,7亿元,2020-02-03,,,"],
    "targets": ["year,indicator,unit,kind,value,q1,q2,q3,q4,previous",
                "2020,甲,nowhere,zoo,x,,,,,", "2020,乙,,share,200.555%,,,,,", "2020,丙,,count,1.5,,,,,",
                "2020,丁,,amount,5元,3元,2元,4元,4元,", "2020,戊,,amount,5元,3元,,,,",
                "2020,投资额,,count,5,,,,,"],
    "papers": ["project,paper,filed,digest", "nowhere,备案文件,2020-01-01,",
               "NC2020-006,没有的,2021-01-01,abc",
               "NC2020-006,备案文件,2021-01-01,", "NC2020-006,备案文件,2020-01-01," + "ab" * 32],
    "gatherings": ["id,project,held,name,venue,leader", "2020 Q,NC2020-006,2020-01-15,甲,main,",
                   "2020Q2,nowhere,2020-01-15,甲,zoo,", "2020Q3,NC2020-007,2020-01-15,甲,main,",
                   "2020Q3,NC2020-008,2020-01-16,乙,main,"],
    "acceptances": ["project,organiser,accepted,owner,owner_result", "nowhere,甲,2020-01-01,,",
                    "NC2020-100,甲,2021-01-10,甲,zoo"],
    "progress": ["project,no,state,started,finished", "NC2020-006,99,active,2020-02-03,",
                 "NC2020-007,1,zoo,2020-02-03,", "NC2020-008,1,done,,", "nowhere,1,done,,"],
    "parameters": ["key,scope,of,value", "W99.x,default,,1", "W01.y_before_wd,zoo,,1",
                   "W01.y_before_wd,default,甲,1", "W01.y_before_wd,default,,soon",
                   "W07.mode,default,,zoo", "W01.y_before_wd,list,没有,999"],
    "lives": ["project,entered,started,completed,accepted", "nowhere,2019-01-05,,,",
              "NC2020-002,2019-01-05,2019-05-01,2019-04-01,", "NC2020-003,2021-01-05,,,"],
    "reports": ["project,num,form,period,invested,cumulative,percent,state,verdict,reason,confirmed_at",
                "nowhere,,月报,2020-01,1元,,,,,,", "NC2020-006,,zoo,2020-01,1元,,,,,,",
                "NC2020-007,,月报,2020-13,1元,,,,,,", "NC2020-008,,月报,2021-01,1元,,,,,,",
                "NC2020-009,,月报,2020-01,,,,,,,", "NC2020-010,,月报,2020-01,-1元,,101,,,,",
                "NC2020-011,,link,2020-01,1元,,,,,,", "NC2020-012,,更正,2020-01,1元,,,,,,",
                "NC2020-013,,月报,2020-01,1元,,,已确认,,,"],
    "opening": ["project,num,form,period,invested,state,submitted_at,reviewed_at,confirmed_at,booked",
                "NC2020-013,900,月报,2020-01,1元,已确认,,,,",
                "NC2020-014,901,月报,2020-01,1元,待审,2020-02-01T09:00:00,2020-02-01T10:00:00,,"],
    "verdicts": ["project,num,verdict,reason", "NC2020-006,77777,通过,", "NC2020-006,,通过,",
                 "NC2020-006,1,maybe,", "NC2020-006,1,退回,"],
    "collections": ["year,state,round,opened,until", "2021,zoo,1,2020-01-01,2020-02-01",
                    "1990,open,1,,"],
    "candidates": ["year,code,name,unit,stage,total,plan,planned_start,planned_finish,state",
                   "2030,C1,甲,xihu,前期,1元,1元,,,",
                   "2021,C2,乙,nowhere,zoo,x,1元,2021-05,2021-01,zoo",
                   "2021,C3,丙,xihu,在建,1元,1元,,,", "2021,C4,丁,xihu,前期,1元,1元,,,不予列入"],
    "rounds": ["year,code,round,name,unit", "2021,C1,1,甲,xihu", "2030,C1,1,甲,xihu"],
    "comments": ["year,code,unit,round,text,answer", "2030,C1,xihu,1,好,", "2021,nobody,xihu,1,好,",
                 "2021,C9,nowhere,1,好,"],
    "matches": ["year,code,element,unit,result", "2030,C1,用地,xihu,met", "2021,nobody,用地,xihu,zoo",
                "2021,C9,用地,xihu,met"],
    "years": ["year,state,closed", "1990,zoo,", "2019,open,2020-01-01", "2020,closed,2020-01-01",
              "2018,closed,2021-01-01"],
    "evidence": ["digest,project,name", "abc,NC2020-006,照片", "ab" * 32 + ",nowhere,照片",
                 "cd" * 32 + ",NC2020-006,照片"],
}

BAD_IMPORTS = "".join(f"! import {'reports' if kind in ('opening', 'verdicts') else kind} bad-{kind}.csv\n"
                      for kind in BAD_ROWS)

# $name is replaced by what an earlier line found with name=/pattern/ in front.
COMMANDS = """
# ---- usage
! frobnicate
! link frobnicate
link
! link start NC2020-006
! link start NC2020-006 one
! link start NC2020-006 1 --reason x
! link start NC2020-006 1 --at 2020-02-30
! --nonsense
! status --json=1
! status --data
! status --data a --connection b
! status --data nowhere
! status --connection nowhere.conn
! status --connection 说明.txt
! status --timeout soon
! status --lang fr
! status --request-id 12
! a b c d e f
! help frobnicate
! help link frobnicate
! warning list --level green
! watch --from tomorrow
! watch --level green
! watch --kind 无此事项
! watch --count x
! watch --ack
! watch --exec 转发 --ack --cursor 游标
! watch --exec-tries 3
! import units units.csv --encoding ebcdic
! import units units.csv --unit 吨
! import projects projects.csv --year x
! import projects sheet.csv --map x
! export out --kind zoo
! export 说明.txt
! project list --in 吨
! project list --out x.txt
! project list --out 无此/x.csv
! calendar due 2020-02-30 5
! calendar due 2020-02-03 999999
! clock set soon
! evidence get abc
! evidence put 说明.txt
! evidence put nowhere.txt --project NC2020-006
! principal add x --out x.conn
! principal add x --role king --out x.conn
! principal add x --role county
! principal add x --role office --key a --public-key b --out x.conn
! principal add x --role office --public-key b --out x.conn
! key new --out nowhere/x.key
! backup /
! chain export NC2020-006
! report return
# ---- the store and the city
status
clock show
calendar due 2020-02-03 5
calendar due 2030-01-01 5
param list
template list
import units units.csv --dry-run
import units units.csv
import units units.csv
import people people.csv
import projects projects.csv
import chains chains.csv
import calendar calendar.csv --document 洪府〔2020〕1号 --override --year 2020
seq=/revert (\\d+)/ import posts posts.csv
import revert $seq --dry-run
import revert $seq
! import revert $seq
! import revert 5
! import revert 999999
import posts posts.csv
import groups groups.csv
import categories categories.csv
import departments departments.csv
import lists lists.csv
import lists 省级.csv
import members members.csv
import lives lives.csv
import plans plans.csv
import targets targets.csv
import papers papers.csv
import gatherings gatherings.csv
import acceptances acceptances.csv
import progress progress.csv
import parameters parameters.csv
import years years.csv
import projects sheet-ok.csv --dry-run
import projects sheet-ok.csv
! import projects sheet.csv
! import projects sheet.csv --unit 万元
! import projects sheet-bare.csv
! import projects nowhere.csv
! import projects .
! import units empty.csv
! import units head.csv
! import units strange.csv
! import units keyless.csv
! import units rows.csv
! import units control.csv
! import units quote.csv
! import units utf16.csv
! import units nul.csv
! import units zip.csv
! import projects zip.csv
""" + BAD_IMPORTS + """
# ---- weeks
clock set 2020-02-21T09:00
! clock set 2020-02-01T09:00
! clock set 2100-01-01T09:00
! clock accept
! restore accept
! clock repair --to 2020-02-01T09:00
warning list
warning list --all --level 黄灯
warning=/(W03-[-\\d]+)/ warning list --rule W03
warning show $warning
w01=/(W01-[-\\d]+)/ warning list --rule W01
warning show $w01
! warning show W99
! warning list --rule W99
warning list --by 单位 --since 2020-01-15
! warning list --by 没有
warning ahead --days 20
! warning ahead --days 9999
warning week --since 2020-02-03
warning week --since 2020-02-03 --unit xihu --out 周报.html
! warning list --unit 没有
! warning list --project 没有
chain show NC2020-006
chain show NC2020-006 --out 链条.csv
! chain show NC2020-006 --year 1999
chain check
link start NC2020-006 2
link set NC2020-006 2 --service-unit xihu
link accept NC2020-006 2 --no 受〔2020〕1号
! link accept NC2020-006 2
! link accept NC2020-006 2 --no 受〔2020〕2号
link finish NC2020-006 1 --text 已办
link finish NC2020-006 2
link return NC2020-006 1 --reason 资料不全
link extend NC2020-006 1 --to 2020-12-01 --reason 雨季
link suspend NC2020-006 1 --reason 停工
link resume NC2020-006 1
link add NC2020-006 90 --name 收尾 --class 实施 --unit xihu --leader 张三 --limit 5wd
link set NC2020-006 90 --name 收尾工程
link cancel NC2020-006 90 --reason 不再需要
link list --project NC2020-006
link list --open --class 审批
! link start NC2020-006 77
! link start NC2020-006 90
! link start 没有 1
! link resume NC2020-006 1
! link finish NC2020-006 1 --at 2021-01-01
! link finish NC2020-006 1 --evidence abc
! link extend NC2020-006 1
! link extend NC2020-006 1 --to 2020-02-22 --reason 早
! link extend NC2020-006 1 --to 2020-12-05
! link suspend NC2020-006 3 --at 2030-01-01 --reason x
! link add NC2020-006 9 --name a --class x --unit nowhere --limit 5
! link add NC2020-006 1 --name 甲 --class 审批 --unit xihu --limit 5wd --leader 张三
! link add NC2020-006 91 --name 甲 --class 审批 --unit xihu --limit 5wd
! link set NC2020-006 3 --after 3
! link set NC2020-006 1
! link set NC2020-006 1 --name 甲 --name 乙
! link list --class 没有
! link cancel NC2020-006 1
sum=/：([0-9a-f]{64})/ evidence put 说明.txt --project NC2020-006 --place 工地 --verifier 张三
evidence list --project NC2020-006
evidence check
evidence get $sum --out 取回.txt
! evidence get $sum --out 取回.txt
! evidence get """ + "ab" * 32 + """
! evidence put 空.txt --project NC2020-006
! evidence put 说明.txt --project NC2020-006 --taken soon
! evidence put 说明.txt --project NC2020-006 --taken 2030-01-01
! evidence put 说明.txt --project NC2020-006 --name a/b
report submit NC2020-006 --period 2020-01 --invested 300万元 --cumulative 9000万元 --percent 40 --text 主体 --evidence $sum
report submit NC2020-007 --period 2020-01 --invested 1万元
import reports reports.csv
report list
report list --state 待审
report pass 1
report return 2 缺发票 请补充
report list --mine
report submit NC2020-006 --period 2020-01 --form 更正 --invested 280万元 --reason 核减
report list --project NC2020-006
! report pass 1
! report pass 9999
! report pass x
! report pass 3 3
! report return 3
! report return 3 4 缺发票
! report return 缺发票
! report submit NC2020-006
! report submit NC2020-006 --period 2020-13
! report submit NC2020-006 --period 2020-01 --invested 1元
! report submit NC2020-006 --period 2020-01 --form 没有
! report submit NC2020-006 --period 2021-01 --invested 1元
! report submit NC2020-006 --period 2015-01 --invested 1元
! report submit NC2020-007 --period 2020-01
! report submit NC2020-007 --period 2020-01 --invested 5吨
! report submit NC2020-007 --period 2020-01 --invested -5元
! report submit NC2020-007 --period 2020-01 --percent 5
! report submit NC2020-007 --period 2020-01 --invested 5元 --percent 500
! report submit NC2020-007 --period 2020-01 --invested 5元 --evidence """ + "ab" * 32 + """
! report submit NC2020-008 --period 2020-01 --form 更正 --invested 5元 --reason 甲
! report submit NC2020-008 --period 2020-01 --form 更正 --invested 5元
! report submit NC2020-008 --period 2020-01 --form 日报 --on 2020-05-01 --invested 5元
! report submit NC2020-008 --period 2020-01 --form 环节办结
! report list --state 没有
! report list --month 2020-13
! import reports bad-verdicts.csv
# ---- projects
project list
project list 轨道
project list --stage 在建 --in 亿元
! project list --stage 没有
! project list --unit 没有
project list --category 没有
project list --list 没有
project show NC2020-006
project show NC2020-006 --as-of 2020-02-10
project show NC2020-006 --as-known 2020-02-10
! project show NC2020-006 --as-of 2020-02-10 --as-known 2020-02-10
! project show NC2020-006 --as-of 2030-02-10
! project show NC2020-006 --as-known 2019-01-01
! project show 样例
! project show 没有
project history NC2020-006
project history NC2020-006 --out 历史.csv
project dossier NC2020-006 档案
! project dossier NC2020-006 档案
! project dossier NC2020-006 nowhere/x
project add B-1 --name 新项目 --unit xihu --category 产业 --stage 前期 --total 1亿元 --plan 1000万元 --year 2020 --funding 政府投资
project set B-1 --name 新项目一 --leader-city 张三
project set B-1 --total 2亿元 --dry-run
! project set B-1
! project set B-1 --stage 竣工
! project set B-1 --total x
! project set B-1 --successor B-1
! project set 没有 --name 甲
! project add B-1 --name 甲
! project add B-2
! project move B-1 在建
! project move B-1 计划新开工
! project move B-1 停工
! project move B-1 归档
! project move B-1 没有
! project move B-1 退出
! project move B-1 前期 --correction
! project move B-1 在建 --at 2030-01-01
! project move NC2020-006 完工 --percent 500
! project move NC2020-006 完工 --dry-run
! project move NC2020-006 竣工
! project move NC2020-006 停工 --evidence abc
! project move NC2020-006 停工 --reason 资金 --document 洪重〔2020〕9号
project move NC2020-001 停工 --reason 资金 --document 洪重〔2020〕9号
! project set-code B-1 X
! project set-code B-1 2013-360102-04-01-123456
! project set-code NC2020-006 NC2020-007
project set-code B-1 2020-360102-48-01-000123
acceptance set NC2020-007 --organiser 市住建局 --accepted 2020-02-01 --owner 甲公司 --owner-result 合格
acceptance show NC2020-007
acceptance list
! acceptance set NC2020-007 --owner-result 没有
! acceptance set NC2020-007 --accepted 2030-01-01
! acceptance show 没有
paper set NC2020-007 备案文件 --filed 2020-01-05
paper list --project NC2020-007
! paper set NC2020-007 没有
! paper set NC2020-007 备案文件 --filed 2030-01-01
! paper set NC2020-007 备案文件 --digest abc
library show NC2020-007
! library enter NC2020-007
paper set NC2020-002 备案文件
paper set NC2020-002 施工合同
paper set NC2020-002 建设单位营业执照（法人证书）
paper set NC2020-002 入库申请表
paper set NC2020-002 在线审批监管平台页面（状态为审批通过及以后）
library enter NC2020-002 --document 入库〔2020〕1号
! library enter NC2020-002
library leave NC2020-002 --reason 重复入库
! library enter B-1
! library leave NC2020-007 --reason 甲
! library leave NC2020-007
gathering set 2020Q1 NC2020-007 --venue 分会场
gathering list
gathering show 2020Q1
! gathering show 没有
gathering set 2020Q1 NC2020-008 --held 2020-01-16
! gathering set 2020Q1 NC2020-008 --venue 没有
# ---- lists, plans, targets
list list
list set 重点 --min-total 1亿元 --needs-code 是
! list set 重点 --needs-code 没有
list show 市重点推进
list check 市领导挂点
list figures 市重点推进 --year 2020
list totals
list totals 市重点推进 --at 2020-02-10
list show 没有
list figures 没有
! list join NC2020-007 没有 --reason 甲
! list join NC2020-007 市领导挂点
! list join NC2020-007 市领导挂点 --reason 甲
! list join NC2020-007 市领导挂点 --reason 甲 --promise 2020-02-01
! list join NC2020-007 重点 --reason 甲
! list join NC2020-007 重点 --reason 甲 --promise 2020-12-01
! list join NC2020-007 省级示范 --reason 甲
! list join NC2020-006 市重点推进 --reason 甲
list join NC2020-007 市领导挂点 --reason 甲 --promise 2020-12-01 --document 承诺〔2020〕1号
list check 市领导挂点
list leave NC2020-007 市领导挂点 --reason 乙 --approver 张三
! list leave NC2020-007 市领导挂点 --reason 乙 --approver 张三
! list leave NC2020-007 市领导挂点 --reason 乙
! list leave NC2020-007 没有 --reason 乙 --approver 张三
! list join NC2020-007 市领导挂点 --reason 甲 --at 2020-01-01
list apply NC2020-007 省级示范 拟报
list apply NC2020-007 省级示范 上报 --document 洪重〔2020〕3号
! list apply NC2020-007 省级示范 上报
! list apply NC2020-007 省级示范 入选 --at 2020-01-01
! list apply NC2020-007 省级示范 没有
! list apply NC2020-007 市重点推进 拟报
list show 省级示范
category set 新类 --parent 城市建设
category list
department set 生态环境 --unit xihu
! department set 生态环境 --unit 没有
department list
! category set 新类 --parent 没有
! category set 新类 --parent 新类
plan set NC2020-007 --year 2020 --amount 1亿元 --document 洪重〔2020〕2号 --adopted 2020-02-03
plan set NC2020-007 --year 2020 --amount 2亿元 --adopted 2020-02-05
plan list --project NC2020-007
plan show NC2020-007
! plan set NC2020-007 --year 2020 --amount 1亿元 --m1 5元
! plan set NC2020-007 --year 2020 --amount 1亿元 --adopted 2030-01-01
! plan set NC2020-007 --year 2020 --amount 1亿元 --adopted 2019-01-01
! plan show NC2020-007 --month 13
! plan show NC2020-007 --year 1800
! plan show 没有
target set 2020 开工率 --kind 占比 --value 95% --q1 20% --q2 50% --q3 80% --q4 95%
target list
! target set 2020 开工率 --kind 没有
! target set 2020 开工率 --kind 金额 --value 5元
! target set 2020 某指标 --value 5
param list --project NC2020-006
param set W01.y_before_wd 2 --list 市重点推进
param set W07.mode pp --source 会议纪要
! param set W01.y_before_wd soon
! param set W77.x 1
! param set W07.mode zoo
! param set W01.y_before_wd 2 --list 没有
! param set W01.y_before_wd 2 --category 没有
! param set W01.y_before_wd 2 --list 甲 --category 乙
# ---- units and people
unit set xihu-a --name 某街道 --kind 县区 --parent xihu
unit list
unit show xihu
! unit show 没有
! unit set xihu --parent xihu-a
! unit set x1 --name 甲 --kind 没有
! unit set xihu --gb-code 1
person set xihu-p --name 王例新 --unit xihu --post 科长 --phone 13800000000
person list --unit xihu
person replace zdb-person xihu-p --reason 调动
! person replace zdb-person xihu-p
! person replace xihu-p xihu-p
! person replace 没有 xihu-p
! person set xihu-p --phone abc
person set xihu-p --phone 0791-83886666转8012
contact list --unit xihu
contact list --person xihu-p
! contact list --person 查无此人
! contact list --connection xihu.conn
! person set xihu-p --unit 没有
post set xihu-p xihu 科长 --kind 工作人员 --from 2020-01-01
post list --unit xihu
! post set xihu-p xihu 科长 --kind 没有 --from 2020-01-01
! post set xihu-p xihu 科长 --from 2020-02-01 --until 2020-01-01
! post set 没有 xihu 科长
group set ldxz --person xihu-p --role 成员 --from 2020-01-01
group list
! group set g9
! group set ldxz --parent zb
! group set ldxz --person xihu-p --role 没有
! group list --at 2020-02-30
# ---- chains
! chain new B-1 --template T-GOV --start 2020-02-20
project set B-1 --responsible-direct 李四
chain new B-1 --template T-GOV --start 2020-02-20 --dry-run
chain new B-1 --template T-GOV --start 2020-02-20
! chain new B-1 --template T-GOV
! chain new NC2020-590 --template T-XXX --start 2020-02-20
! chain new NC2020-590 --template T-GOV --factor 500 --start 2020-02-20
! chain new NC2020-590 --template T-GOV --set 99=2020-05-01 --start 2020-02-20
! chain new NC2020-590 --template T-GOV --set 1=soon --start 2020-02-20
! chain new --template T-GOV --start 2020-02-20
! chain new B-1 --template T-GOV --start 2020-02-20
! chain new --template T-GOV --list 没有 --start 2020-02-20
chain export NC2020-006 --out 链条图.svg
chain export NC2020-006 --out 链条图.html
chain export --list 省重点 --out 全部链条图.html
chain export NC2020-006 --out 链条图.xlsx
! chain export NC2020-006 --out 链条图.txt
! chain export --list 省重点 --out 链条图.svg
! chain export --list 没有 --out 链条图.html
! chain export NC2020-006 --out nowhere/链条图.svg
# ---- next year's list
! collection show 2021
! collection open 1990
! collection open 2021 --until 2020-01-01
! candidate set 2021 C9 --name 甲
collection open 2021 --until 2020-03-01 --document 洪重〔2020〕5号
! collection open 2021 --until 2020-03-01
! collection freeze 2021
candidate set 2021 C9 --name 拟建项目 --unit xihu --stage 前期 --total 1亿元 --plan 1000万元 --category 产业
candidate list --year 2021
! candidate set 2021 C8 --name 甲 --unit xihu --stage 在建
! candidate set 2021 C9 --state 没有
! candidate set 2021 C8
! comment set 2021 C9 xihu --round 1 --text 好
collection freeze 2021
comment set 2021 C9 xihu --text 建议缓建
collection diff 2021 --from 0 --to 1
! collection diff 2021 --from 7
! collection match 2021
comment set 2021 C9 xihu --answer 已采纳
! match set 2021 C9 用地 --unit xihu
collection open 2021 --until 2020-03-01
collection freeze 2021
comment list --year 2021
comment set 2021 C9 xihu --answer 已采纳 --round 1
! collection match 2021 --ask 用地=没有
! collection match 2021 --ask 用地=xihu --ask 用地=donghu
collection match 2021 --ask 用地=xihu
match list --year 2021
collection show 2021
! collection approve 2021
! collection approve 2021 --document 洪府〔2020〕7号
match set 2021 C9 用地 --result 未落实 --text 无指标
! match set 2021 C9 用地 --result 没有
! match set 2021 C7 用地 --result 已落实
! collection approve 2021 --document 洪府〔2020〕7号
match set 2021 C9 用地 --result 已落实
export 次年
import all 次年
import collections 次年/collections.csv
import candidates 次年/candidates.csv
import rounds 次年/rounds.csv
import comments 次年/comments.csv
import matches 次年/matches.csv
collection approve 2021 --document 洪府〔2020〕7号
! candidate set 2021 C9 --name 乙
! collection open 2021 --until 2020-03-01
""" + BAD_IMPORTS + """
# ---- keys and rights
key new --out own.key
principal add xihu-sys --role 县区 --unit xihu --owner 西湖区平台 --out xihu.conn
principal add plan-sys --role 重点办 --out plan.conn
principal add keyed --role 审计 --key own.key --out keyed.conn
principal add gone --role 县区 --unit xihu --out gone.conn
principal add-key gone --public-key 1234512345123451234512345123451234512345 --not-after 2021-12-31
! principal add-key gone --public-key 5432154321543215432154321543215432154321
! principal add-key gone --out gone.conn
! principal add-key gone
principal list
principal revoke-key gone 1234512345123451234512345123451234512345
! principal revoke-key gone 1234512345123451234512345123451234512345
! principal revoke-key gone own.key
principal add-key gone --out gone-2.conn
access list
access list --month 2020-02
principal revoke gone
! principal revoke gone-too
! principal add xihu-sys --role 县区 --unit xihu --out x2.conn
! principal add xihu-y --role 县区 --out x3.conn
! principal add xihu-z --role 县区 --unit 没有 --out x3.conn
! principal add xihu-w --role 重点办 --not-before 2021-01-01 --not-after 2020-01-01 --out x4.conn
! principal add xihu-v --role 重点办 --out xihu.conn
! principal add 中文 --role 重点办 --out x5.conn
! key new --out own.key
doctor
doctor --connection xihu.conn
! doctor --connection gone.conn
! doctor --connection nowhere.conn
! doctor --data nowhere
status --connection xihu.conn
warning list --connection xihu.conn
! status --connection gone.conn
! import units units.csv --connection xihu.conn
! param set W01.y_before_wd 2 --connection xihu.conn
! project show NC2020-001 --connection xihu.conn
! project history NC2020-001 --connection xihu.conn
! report submit NC2020-001 --period 2020-01 --invested 1元 --connection xihu.conn
! principal list --connection xihu.conn
! clock set 2020-02-28T09:00 --connection xihu.conn
! report pass 3 --connection xihu.conn
! person list --connection keyed.conn --unit 没有
! link start NC2020-001 1 --connection xihu.conn
! list apply NC2020-012 省级示范 入选 --connection xihu.conn
! backup /tmp/x --connection plan.conn
# ---- a second person
param set second.person yes
! param set second.hours 5 --why 会议纪要
! principal add wu-sys --role 县区 --unit xihu --out wu.conn
! confirm 1
! confirm 9
confirm list
confirm show 1 --connection plan.conn
confirm 1 --connection plan.conn
! confirm 1 --connection plan.conn
confirm show 2
confirm refuse 2
! param set second.person no
confirm 3 --connection plan.conn
confirm list --all
# ---- events, export and backup, the year
watch --from 最早 --count 40
watch --from 最早 --kind 亮灯,销号,链条变动 --idle 0 --count 30
watch --from 最早 --idle 0 --level 黄灯,红灯 --unit xihu --cursor 游标
watch --cursor 游标 --idle 0
watch --from 3 --count 2
! watch --from 99999999
! watch --from 最早 --exec 不存在的程序 --cursor 游标三
! watch --cursor 说明.txt --idle 0
! watch --cursor nowhere/c --idle 0
export 全部
export 单位库 --kind units
! import all nowhere
! import all 档案
import evidence 全部/evidence.csv
verify
scrub
backup 备份
! backup 备份
year show 2020
year close 2019
! year close 2020
! year close 1800
clock set 2020-03-16T09:00
warning list --unit xihu --all
param set W01.y_before_wd 1
param set W22.on（链条缺项规则是否启用） no（停用） --list 省重点
status
"""
