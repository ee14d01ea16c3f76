"""Rows that fill every column of every kind at least once, and change what there is."""

PEOPLE = ("zdb-leader", "xihu-leader", "donghu-leader", "donghu-person")

# kind, rows, options of the import; in this order
FULL = (
    ("units", "id,name,kind,parent,gb_code,section\n"
     "zhujian,市住建局,sector,,,工程科\nnew-town,新城管委会,zone,donghu,360199,项目科\n"),
    ("people", "id,name,unit,post,phone\ndonghu-extra,邱例加,donghu,副区长,10000000999\n"
     "donghu-person,邹样改,donghu,项目联系人,10000000998\n"),
    ("posts", "person,unit,title,kind,from,until\ndonghu-person,donghu,科员,工作人员,2019-01-01,\n"
     "donghu-leader,donghu,顾问,其他,2018-01-01,2019-12-31\n"),
    ("groups", "id,name,kind,parent,person,role,unit,seconded,from,until\n"
     "bgs,办公室,办公室,ldxz,zdb-second,主任,zdb,no,2019-01-01,2019-12-31\n"
     "dc,督查组,督查问责办,ldxz,dczzb-leader,副组长,dczzb,no,2019-01-01,\n"
     "zb,项目工作专班,task_force,ldxz,donghu-person,成员,donghu,yes,2019-07-01,\n"),
    ("categories", "name,parent\n片区开发,\n城市更新,片区开发\n"),
    ("lists", "name,authority,elsewhere,min_total,needs_code,needs_leader,needs_six,needs_chain,"
     "fast_track,linked_leader,timely_reward\n"
     "市领导挂点,市重点办,no,12000万元,no,yes,no,no,yes,yes,yes\n"
     "代码清单,市发改委,no,1亿元,yes,no,no,no,no,no,no\n"),
    ("projects", "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
     "planned_finish,list,batch,former,successor,funding,co_units,unit_text,place,content,"
     "leader_city,leader_county,liaison,responsible_first,responsible_main,responsible_direct,"
     "responsible_other,team,scheme,crew,finance_assessed,project_owner,legal_entity,mark\n"
     "OLD-001,老桥改造（样例901）,donghu,市住建局,城市更新,归档,5亿元,1亿元,2020,2017-03,2019-06,"
     "市重大重点,第一批,OLD-901,NC2020-014,政府投资,xihu;qingyunpu,东湖区政府等,滕王阁街道,"
     "桥长800米,zdb-leader,donghu-leader,zdb-second,donghu-leader,donghu-person,donghu-person,"
     "外聘样某;donghu-extra,六人班子,实施方案第3版,样例路桥,2019-02-01,样例业主,样例法人,★\n"
     "OLD-002,老厂搬迁（样例902）,donghu,市工信局,工业,退出,2亿元,,2020,2018-05,2020-05,,第二批,,,"
     "备案,,,,,,,,,,,,,,,,,,\n"
     "OLD-003,旧路改造（样例903）,donghu,市住建局,城市建设,停工,2亿元,5000万元,2020,2018-05,"
     "2020-09,市重大重点,,,,核准,,,,,,,,,,,,,,,,,,\n"
     "OLD-004,早期项目（样例904）,donghu,市住建局,城市建设,在建,2亿元,,2020,2018-05,2020-09,,,,,,,,"
     ",,,,,,,,,,,,,,,\n"),
    ("projects", "code,name,place,mark\nOLD-001,老桥改造工程（样例901）,八一桥头,▲\n"),
    ("lives", "project,entered,stage_since,started,stopped,resumed,completed,accepted,operating,"
     "on_target,archived,withdrawn,library,library_left,library_document,corrections\n"
     "OLD-001,2017-01-05,2019-12-01,2017-03-10,2017-08-01,2017-10-01,2019-06-01,2019-07-01,"
     "2019-08-01,2019-11-01,2019-12-01,,2017-06-01,,纳统〔2017〕3号,1\n"
     "OLD-002,2018-01-05,2019-12-05,2018-06-01,,,,,,,,2019-12-05,2018-08-01,2019-12-10,"
     "纳统〔2018〕3号,\nOLD-003,2018-01-05,2019-11-05,2018-06-01,2019-11-05,2019-04-01,,,,,,,,,,2\n"),
    ("lives", "project,begun_by\nOLD-004,2020-01-02\n"),
    ("acceptances", "project,organiser,accepted,document,owner,owner_result,design,design_result,"
     "builder,builder_result,supervision,supervision_result,fire,fire_result,quality,"
     "quality_result,open_defect\nOLD-001,市住建局,2019-06-20,验〔2019〕9号,样例一,合格,样例二,合格,"
     "样例三,合格,样例四,合格,样例五,不合格,样例六,合格,路灯;标线\n"),
    ("acceptances", "project,organiser,accepted\nOLD-001,市住建局质监站,2019-06-21\n"),
    ("papers", "project,paper,filed,note\nOLD-003,contract,2019-01-01,\n"),
    ("papers", "project,paper,filed,note\nOLD-003,contract,2019-02-01,复印件\n"),
    ("gatherings", "id,project,held,name,venue,place,leader\n"
     "2018Q2,OLD-003,2018-06-01,二季度集中开工,主会场,东湖,zdb-leader\n"),
    ("gatherings", "id,project,held,name,venue,place,leader\n"
     "2018Q2,OLD-003,2018-06-02,二季度集中开工,分会场,贤士湖,外聘样某\n"),
    ("members", "project,list,joined,join_reason,join_approver,join_document,left,leave_reason,"
     "leave_approver,leave_document,application,application_date,application_document,promised,"
     "promised_date\n"
     "OLD-003,省重点,2018-06-01,新进,市政府,洪重〔2018〕1号,2019-06-01,换批,市政府,洪重〔2019〕7号,"
     "未入选,2018-05-01,洪发改〔2018〕2号,,\n"
     "OLD-004,攻坚清单,2019-06-01,攻坚,市政府,承诺书9号,,,,,,,,six.team;leader,2020-03-01\n"),
    ("plans", "project,year,version,kind,amount,planned_start,planned_finish,document,adopted,"
     "goal,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\n"
     "OLD-004,2020,1,原始,1200万元,2018-05,2020-09,洪重〔2020〕3号,2020-01-05,完成路基,"
     "50万元,50万元,100万元,100万元,100万元,100万元,100万元,100万元,100万元,100万元,150万元,150万元\n"),
    ("targets", "year,indicator,unit,kind,previous,value,q1,q2,q3,q4,source\n"
     "2020,固定资产投资增速,,增速,-3.5%,10.25%,,,,,政府工作报告\n"
     "2020,开工率,donghu,占比,90%,95%,20%,50%,80%,95%,责任状\n"
     "2020,开工数,xihu,count,10,12,3,6,9,12,责任状\n"),
    ("years", "year,state,closed,carried_projects,carried_links\n2016,未结转,,,\n"
     "2017,已结转,2018-01-10,7,8\n"),
    ("chains", "project,no,name,class,unit,leader,person,after,limit,chain_start,year,service_unit,"
     "begin,evidence,template,carried_year,carried_no\n"
     "OLD-003,1,立项批复,审批,fagai,fagai-leader,fagai-person,,5wd,2019-01-10,2019,shenpi,,"
     "批复文件,T-GOV/1,,\n"
     "OLD-003,1,继续施工,实施,donghu,donghu-leader,donghu-person,,2m,2020-01-10,2020,shenpi,"
     "2020-01-13,现场照片,,2019,1\n"
     "OLD-003,2,竣工验收,节点,donghu,donghu-leader,,1,待定,2020-01-10,2020,,,,,,\n"
     "OLD-003,3,验收备案,审批,zhujian,zhujian-leader,外聘样某,1;2,2020-11-30,2020-01-10,2020,,,,,,\n"
     "OLD-003,4,已办一,审批,zhujian,zhujian-leader,zhujian-person,,5wd,2020-01-10,2020,,,,,,\n"
     "OLD-003,5,挂起一,审批,zhujian,zhujian-leader,zhujian-person,,20wd,2020-01-10,2020,,,,,,\n"
     "OLD-003,6,取消一,审批,zhujian,zhujian-leader,zhujian-person,,5cd,2020-01-10,2020,,,,,,\n"
     "OLD-003,7,零日,审批,zhujian,zhujian-leader,zhujian-person,4,0,2020-01-10,2020,,,,,,\n"),
    ("progress", "project,no,year,state,started,finished,extended,suspended,resumed,shift_days,"
     "returned,out_of_order,lacking\n"
     "OLD-003,1,2019,结转,2019-01-10,,,,,,,,\n"
     "OLD-003,2,2020,,,,,,,,,,2020-01-10\n"
     "OLD-003,4,2020,办结,2020-01-09,2020-01-10,2020-02-28,,2020-01-09,2,1,yes,\n"
     "OLD-003,5,2020,挂起,2020-01-09,,2020-03-31,2020-01-10,,,,,\n"
     "OLD-003,6,2020,取消,,,,,,,,,\n"),
    ("chains", "project,no,limit,year\nOLD-003,5,30wd,2020\n"),
    ("chains", "project,no,chain_start,year\nOLD-003,1,2020-01-13,2020\n"),
    ("parameters", "key,scope,of,value,source\nW02.y_after_cd,项目,OLD-003,2,会议纪要\n"
     "W02.y_after_cd,默认,,2,办法\n"),
    ("calendar", "date,kind,name,source,year,override\n2020-01-18,工作日,本市加班,洪府发7,,yes\n"),
    ("calendar", "date,kind,name,source,year,override\n2020-01-18,常规,,洪府发8,,yes\n"),
    ("collections", "year,state,round,opened,until,document\n"
     "2018,要素匹配,2,2017-09-01,2017-10-31,通知8\n2017,本轮截止,1,2016-09-01,2016-10-31,通知7\n"),
    ("candidates", "year,code,name,unit,sector,category,stage,total,plan,planned_start,"
     "planned_finish,content,goal,state,list,batch\n"
     "2018,OLD-003,旧路改造,donghu,市住建局,城市建设,计划新开工,2亿元,5000万元,2018-05,2020-09,"
     "路长3公里,完成路基,申报,市重大重点,第一批\n"
     "2018,N18-1,不列一,donghu,,,前期,1亿元,,,,,,不予列入,,\n"
     "2018,N18-2,撤回一,donghu,,,前期,1亿元,,,,,,撤回,,\n"),
    ("candidates", "year,code,total\n2018,OLD-003,2.1亿元\n"),
    ("rounds", "year,code,name,unit,sector,category,stage,total,plan,planned_start,planned_finish,"
     "content,goal,state,list,batch,round\n"
     "2018,OLD-003,旧路改造,donghu,市住建局,城市建设,计划新开工,2亿元,5000万元,2018-05,2020-09,"
     "路长3公里,完成路基,申报,市重大重点,第一批,1\n"),
    ("comments", "year,code,unit,round,text,answer\n2018,OLD-003,ziran,1,请核实用地,已核实\n"),
    ("comments", "year,code,unit,round,text,answer\n2018,OLD-003,ziran,1,请核实用地,已补证\n"),
    ("matches", "year,code,element,unit,result,text\n2018,OLD-003,用地,ziran,未落实,缺指标\n"),
    ("matches", "year,code,element,unit,result,text\n2018,OLD-003,用地,ziran,已落实,已调剂\n"),
    ("reports", "project,num,form,period,on,invested,cumulative,statistics,cumulative_statistics,"
     "percent,text,state,booked,link_year,link,stage,reason,unit,reviewer,reviewer_is_sector,"
     "corrects,returned,return_reason,approver,document,exemption,stage_correction,typed_for,"
     "submitted_at,reviewed_at,confirmed_at\n"
     "OLD-003,11,月报,2019-09,,100万元,5000万元,98万元,4900万元,60,完成路基,confirmed,2019-09,,,,,"
     "donghu,zhujian,yes,,1,数字不符,,,,,yes,2019-10-02T09:00:00,2019-10-03T09:00:00,"
     "2019-10-04T09:00:00\n"
     "OLD-003,12,更正,2019-09,,90万元,,,,,,confirmed,2019-10,,,,核减,donghu,zhujian,yes,11,,,,,,,,"
     "2019-11-02T09:00:00,2019-11-03T09:00:00,2019-11-04T09:00:00\n"
     "OLD-003,13,月报,2019-10,,80万元,,,,,,returned,,,,,,donghu,zhujian,yes,,2,缺发票,,,,,,"
     "2019-11-02T09:00:00,,\n"
     "OLD-003,14,月报,2019-11,,70万元,,,,,,replaced,,,,,,donghu,zhujian,yes,,,,,,,,,"
     "2019-12-02T09:00:00,,\n"
     "OLD-003,15,月报,2019-11,,71万元,,,,,,reviewed,,,,,,donghu,zhujian,yes,,,,,,,,,"
     "2019-12-02T10:00:00,2019-12-03T09:00:00,\n"
     "OLD-003,16,阶段申报,2019-12,2019-12-10,,,,,,,pending,,,,在建,复工,donghu,zhujian,yes,,,,"
     "市政府,复工〔2019〕1号,抢险工程,,,2019-12-10T09:00:00,,\n"
     "OLD-003,17,环节办结,2019-12,2019-12-10,,,,,,,returned,,2019,1,,,donghu,zhujian,yes,,1,未完,"
     ",,,,,2019-12-10T10:00:00,,\n"
     "OLD-004,18,阶段申报,2019-11,2019-11-06,,,,,,,returned,,,,前期,错报,donghu,zhujian,yes,,1,不实,"
     "市政府,更正1号,,yes,,2019-11-06T09:00:00,,\n"
     "OLD-003,19,周报,2019-12,2019-12-08,5万元,,,,,,pending,,,,,,donghu,zhujian,yes,,,,,,,,,"
     "2019-12-08T09:00:00,,\n"),
    ("reports", "project,num,text\nOLD-003,11,完成路基和管线\n"),
)
