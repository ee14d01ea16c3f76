"""The sample city's tables: real names of units and categories, invented everything else.

Only generate.py imports this. Nothing here is computed.
"""

# id, name, kind, parent, GB/T 2260 code
UNITS = [
    ("zdb", "市重点办", "office", "", ""),
    ("dczzb", "督查问责办", "supervision", "", ""),
    ("donghu", "东湖区", "county", "", "360102"),
    ("xihu", "西湖区", "county", "", "360103"),
    ("qingyunpu", "青云谱区", "county", "", "360104"),
    ("qingshanhu", "青山湖区", "county", "", "360111"),
    ("xinjian", "新建区", "county", "", "360112"),
    ("honggutan", "红谷滩区", "county", "", "360113"),
    ("nanchangxian", "南昌县", "county", "", "360121"),
    ("anyi", "安义县", "county", "", "360123"),
    ("jinxian", "进贤县", "county", "", "360124"),
    ("gaoxin", "高新区", "zone", "", ""),
    ("jingkai", "经开区", "zone", "", ""),
    ("linkong", "临空经济区", "zone", "", ""),
    ("wanli", "湾里管理局", "zone", "", ""),
    ("fagai", "市发改委", "sector", "", ""),
    ("gongxin", "市工信局", "sector", "", ""),
    ("shangwu", "市商务局", "sector", "", ""),
    ("nongye", "市农业农村局", "sector", "", ""),
    ("zhujian", "市住建局", "sector", "", ""),
    ("chengguan", "市城管局", "sector", "", ""),
    ("weijian", "市卫健委", "sector", "", ""),
    ("minzheng", "市民政局", "sector", "", ""),
    ("ziran", "市自然资源局", "sector", "", ""),
    ("shengtai", "市生态环境局", "sector", "", ""),
    ("caizheng", "市财政局", "sector", "", ""),
    ("jiaotong", "市交通运输局", "sector", "", ""),
    ("shuili", "市水利局", "sector", "", ""),
    ("tongji", "市统计局", "sector", "", ""),
    ("shenpi", "市行政审批局", "sector", "", ""),
    ("jiaoyu", "市教育局", "municipal", "", ""),
    ("shuitou", "市水投公司", "municipal", "", ""),
    ("guidao", "南昌轨道交通集团", "municipal", "", ""),
    ("chengtou", "市城投公司", "municipal", "", ""),
    ("shizheng", "市政公用集团", "municipal", "", ""),
    ("gongdian", "国网南昌供电公司", "municipal", "", ""),
    ("ranqi", "市燃气集团", "municipal", "", ""),
]

COUNTIES = ["donghu", "xihu", "qingyunpu", "qingshanhu", "xinjian", "honggutan",
            "nanchangxian", "anyi", "jinxian", "gaoxin", "jingkai", "linkong", "wanli"]
MUNICIPAL = ["jiaoyu", "shuitou", "guidao", "chengtou", "shizheng"]

# name, sector (by name), weight of 100, who runs its projects besides the counties, kinds
CATEGORIES = [
    ("工业", "市工信局", 30, [], "ent",
     ["电子信息产业园", "LED封装产线", "航空零部件制造基地", "生物医药产业园", "新能源电池基地",
      "汽车零部件智能工厂", "绿色食品加工园", "新材料中试基地", "智能装备生产线", "标准厂房"]),
    ("服务业", "市商务局", 18, [], "ent",
     ["电商物流总部", "冷链物流中心", "商业综合体", "文化旅游综合体", "总部经济大厦", "会展配套酒店",
      "农产品批发市场", "软件与服务外包园"]),
    ("农业及城乡统筹", "市农业农村局", 9, ["shuitou"], "gov",
     ["高标准农田建设", "农村污水治理", "现代农业示范园", "乡村道路提升", "水系连通整治"]),
    ("城市建设", "市住建局", 20, ["guidao", "chengtou", "shizheng"], "gov",
     ["主干道快速化改造", "过江通道", "轨道交通站点工程", "立交互通工程", "地下综合管廊",
      "片区路网工程", "桥梁提升改造"]),
    ("城市管理", "市城管局", 6, ["shizheng"], "gov",
     ["生活垃圾处理设施", "排水管网改造", "市容环境提升", "智慧停车工程"]),
    ("社会事业", "市发改委", 10, ["jiaoyu"], "gov",
     ["中学", "小学", "三级医院", "体育公园", "图书馆新馆", "职业教育园区"]),
    ("民生实事", "市民政局", 7, ["chengtou"], "gov",
     ["老旧小区改造", "保障性住房", "棚户区改造", "社区养老服务中心", "农贸市场改造"]),
]

PARTS = ["一期", "二期", "东区", "西区", "南片", "北片", "起步区", "扩建"]

SURNAMES = "熊胡万涂邓刘黄徐喻李王张陈杨周吴罗谢邹龚"
GIVEN = "安平明远志勤正文启华林江山川海宁德信成业"

POSTS = {"leader": "分管领导", "person": "项目联系人", "second": "科室负责人"}

# Who of a unit holds which post, besides the people of POSTS. Kind of post by the person's role.
KINDS_OF_POSTS = {"leader": "分管领导", "person": "信息员", "second": "工作人员"}
TITLES_OF_HEADS = {"区": ("区长", "常务副区长"), "县": ("县长", "常务副县长")}
CITY_LEADERS = [("mayor", "市长"), ("executive-mayor", "常务副市长"), ("vice-mayor-1", "副市长"),
                ("vice-mayor-2", "副市长"), ("vice-mayor-3", "副市长")]
