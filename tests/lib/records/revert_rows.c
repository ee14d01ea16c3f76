#include "lib/records/revert_rows.h"

#include "proto/enums.h"

#define REPORT_HEAD "project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at\n"

const struct revert_row revert_rows[] = {
    {IMPORT_KIND(UNITS),
     "id,name,kind,parent\neast,东湖区政府,county,office\nx1,新街道,county,east\n"},
    {IMPORT_KIND(PEOPLE),
     "id,name,unit,post,phone\nli,李思,west,处长,\nwang,王五,east,,13900000000\n"},
    {IMPORT_KIND(POSTS),
     "person,unit,title,kind,from,until\nli,east,科长,其他,2019-01-01,2019-12-31\n"
     "zhang,west,主任,其他,2020-01-01,\n"},
    {IMPORT_KIND(GROUPS),
     "id,name,kind,person,role,from\nlead,推进组,领导小组,zhang,成员,2020-02-01\n"
     "team,专班,工作专班,zhang,成员,2020-01-01\n"},
    {IMPORT_KIND(LEAVES), "person,from,until,substitute\nli,2020-06-01,2020-06-20,zhang\n"
			  "zhang,2020-07-01,2020-07-03,\n"},
    {IMPORT_KIND(LADDERS), "ladder,step,tier,lit_wd,to\nown,1,责任人,,责任人;联系人\n"
			   "own,2,领导,90,分管领导\nnanchang2020,2,分管县领导,,分管领导\n"},
    {IMPORT_KIND(CATEGORIES), "name,parent\n制造,\n桥梁,工业\n"},
    {IMPORT_KIND(LISTS), "name,authority\n甲,省发改委\n省重点,省发改委\n"},
    {IMPORT_KIND(CADENCES), "profile,form,who,when\nnanchang2020,brief,office,week wed 17:00\n"
			    "nanchang2020,texts,office,week tue 08:30\n"},
    {IMPORT_KIND(DUTIES), "unit,form,no,period,title,due,state,done\n"
			  "east,one_off,1,2020-06-01,报送计划,2020-12-31,已办,2020-06-09\n"
			  "east,one_off,2,2020-06-01,报送清单,2020-12-31,,\n"},
    {IMPORT_KIND(MEETINGS), "series,number,tier,unit,held,duty\n"
			    "例会,1,sector,west,2020-06-02,weekly_dispatch\n"
			    "例会,2,sector,east,2020-06-08,weekly_dispatch\n"},
    {IMPORT_KIND(CALENDAR), "date,kind,name,source\n2020-06-15,holiday,某日,洪府发9\n"},
    {IMPORT_KIND(PROJECTS), "code,name,unit,stage,year,list,plan,total,former\n"
			    "P1,旧一号,west,,2020,丁;乙,30000000,200,OLD1\n"
			    "N1,新桥,east,在建,2020,甲,10,100,OLD2\n"},
    /* a plan for a project without one, and a project whose plan is removed */
    {IMPORT_KIND(PROJECTS), "code,plan,planned_start\nN0,500,2020-06\n"},
    {IMPORT_KIND(PROJECTS), "code,list\nP1,乙\nP2,甲;乙;丁\n"},
    {IMPORT_KIND(PARAMETERS),
     "key,scope,of,value,source\nW01.y_before_wd,,,3,\nW00.remind_cd,list,甲,20,\n"
     "W01.y_before_wd,project,P1,4,\nW01.y_before_wd,category,工业,5,\n"},
    {IMPORT_KIND(LIVES),
     "project,started,library,library_document\nP1,2018-07-15,2018-09-01,纳统1号\n"},
    {IMPORT_KIND(MEMBERS), "project,list,joined,left,join_reason,application\n"
			   "P1,甲,2019-01-01,2020-02-01,换批,\nP1,丁,2020-02-01,,新进,入选\n"
			   "P2,丙,2020-04-01,,再进,\nP2,甲,2019-05-01,2019-06-01,早进,\n"},
    {IMPORT_KIND(PLANS),
     "project,year,version,kind,amount,document,goal\n"
     "P2,2020,3,调整,4元,洪府发2,封顶\nP1,2020,1,原始,5元,洪府发3,\nN0,2020,1,原始,6元,,\n"
     "P1,2021,1,原始,7元,,\n"},
    {IMPORT_KIND(TARGETS),
     "unit,year,indicator,kind,value\neast,2020,开工率,占比,96\n,2020,投资,金额,9元\n"},
    {IMPORT_KIND(SCORE_ITEMS), "profile,item,name,part,basis,weight\nnanchang,library,,,,12\n"
			       "nanchang,news,宣传,加分,录入,2\n"},
    {IMPORT_KIND(SCORE_ENTRIES), "year,unit,item,number,points,date,reason\n"
				 "2020,east,funds,1,1.5,2020-02-10,省级资金\n"
				 "2020,west,supervision,1,-2,2020-02-10,督查\n"},
    {IMPORT_KIND(ACCEPTANCES),
     "project,organiser,accepted\nP1,施工方,2020-01-03\nP2,业主,2020-01-02\n"},
    {IMPORT_KIND(PAPERS),
     "project,paper,filed,note\nP1,filing,2019-02-01,原件\nP2,filing,2019-01-01,\n"},
    {IMPORT_KIND(GATHERINGS), "id,project,held,name,venue\n2020Q1,P1,2020-01-03,一季度,分会场\n"
			      "2020Q1,P2,2020-01-03,一季度,分会场\n"},
    {IMPORT_KIND(CHAINS),
     "project,no,name,class,unit,leader,limit,chain_start,reason\n"
     "P1,1,可研批复,审批,east,李四,9wd,2020-01-03,起始日更正\n"
     "P1,2,,,,,,,起始日更正\n"
     "P1,3,开工,实施,east,李四,5wd,,\nP2,1,可研,审批,west,李四,5wd,2020-01-02,\n"},
    {IMPORT_KIND(PROGRESS), "project,no,state,started,finished\nP1,2,办结,2020-01-05,2020-02-01\n"},
    {IMPORT_KIND(REPORTS), REPORT_HEAD "P1,7,月报,2020-02,50,confirmed,2020-02,2020-03-03T09:00:00,"
				       "2020-03-04T09:00:00\n"
				       "P2,8,月报,2020-02,60,confirmed,2020-02,2020-03-03T09:00:00,"
				       "2020-03-04T10:00:00\n"
				       "P2,9,月报,2020-05,60,pending,,2020-06-03T09:00:00,\n"},
    {IMPORT_KIND(COLLECTIONS),
     "year,state,round,opened,until,document\n2022,征集,1,2020-06-01,2020-12-31,通知2\n"},
    {IMPORT_KIND(CANDIDATES), "year,code,name,unit,stage,total\n2021,C1,甲大厂,east,前期,6元\n"
			      "2021,C3,丙厂,west,前期,5元\n"},
    {IMPORT_KIND(COMMENTS),
     "year,code,unit,text,answer\n2021,C1,office,请核实,已核\n2021,C2,zx,缺地,\n"},
    {IMPORT_KIND(TALKS), "number,unit,project,person,planned,held,result,reason\n"
			 "约谈1号,east,P1,李四,2020-01-05,2020-01-06,限期整改,滞后\n"
			 "约谈2号,west,,,2020-07-01,,,滞后\n"},
    {IMPORT_KIND(CIRCULARS), "number,unit,kind,issued,about,rank,reason,basis\n"
			     "通报1号,east,及时奖励,2020-02-10,2020-01,1,排名第一,办法\n"
			     "通报1号,west,通报批评,2020-02-10,2020-01,1,排名末位,办法\n"},
    {IMPORT_KIND(REFERRALS), "number,unit,offence,sent,reason,replied,reply,reply_document\n"
			     "移交1号,east,慢作为,2020-02-10,滞后,2020-03-10,诫勉谈话,纪复1号\n"},
    {IMPORT_KIND(ADJUSTMENTS),
     "list,period,project,direction,ground,state,decided,document,approver\n"
     "甲,2020-H1,N0,调入,提速,,,,\n"
     "甲,2019-H2,P1,调出,滞后,不予调整,2019-12-20,,\n"},
    {IMPORT_KIND(EXEMPTIONS), "id,kind,project,from,until,reason,document,approver,approver_unit\n"
			      "H1,疫情,P2,2020-05-01,2020-06-20,疫情,洪府发8,李四,office\n"
			      "H2,洪水,P1,2020-01-01,2020-06-20,洪水,洪府发9,李四,office\n"},
    {IMPORT_KIND(MATCHES),
     "year,code,element,unit,result\n2021,C1,用地,zx,未落实\n2021,C2,资金,zx,未落实\n"},
    {IMPORT_KIND(PROBLEMS), "id,project,tier,unit,title,raised,due,state,cleared,text\n"
			    "G1,,L1,,征地仍受阻,2020-01-02,,办理,,一户未签\n"
			    "G2,,L3,,管线,2020-01-02,,销号,2020-01-03,\n"},
    {IMPORT_KIND(CAMPAIGNS), "id,name,kind,from,until,goal\n2030Q1,百个难题,,,2030-03-30,\n"
			     "2030Q2,百个前期,百个前期,2030-04-01,2030-06-30,在建\n"},
    {IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader,due\n2030Q1,G1,王五,2030-02-01\n"},
    {IMPORT_KIND(SERIES), "name,text,first\n督办,督办〔{year}〕{n}号,5\n交办,交办{n}号,\n"},
    {IMPORT_KIND(VOIDS), "series,year,n,reason\n督办,2020,3,作废\n"},
    {IMPORT_KIND(ORDERS),
     "number,kind,project,unit,title,issued,due,state,internal,reader\n"
     "督办〔2020〕9号,督办函,P1,east,拆迁,2020-01-02,2021-03-01,已签收,,\n"
     "督办〔2020〕2号,督办函,,west,改题,2020-01-02,2021-04-01,,,\n"
     "督办〔2020〕8号,督办函,,west,全市,2020-01-02,2021-03-01,已签收,是,gate\n"},
    {IMPORT_KIND(PARTS),
     "order,no,unit,text\n督办〔2020〕1号,3,west,配合\n督办〔2020〕2号,3,west,配合\n"},
    {IMPORT_KIND(SUPERVISIONS), "id,means,form,held,person\nX9,现场督办,随机,2020-01-02,张三\n"},
    {IMPORT_KIND(FINDINGS), "supervision,no,text,project,order\nX1,7,停工,P1,督办〔2020〕1号\n"},
};
const size_t revert_rows_n = sizeof revert_rows / sizeof *revert_rows;
