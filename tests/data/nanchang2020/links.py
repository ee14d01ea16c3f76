"""Chain templates of the sample city. Only generate.py imports this.

A row: key, name, class, unit, service unit, prerequisites (keys), limit, evidence.
Units in capitals are roles of the project: UNIT its responsible unit, OWNER its owner.
Limits in capitals are dates that generate.py works out: START (last day of the planned start
month), LAND (45 days before it), BASE, TOP, DONE (later, in turn), YEAR (20 December).
"""

GOV = [
    ("jy", "项目建议书批复", "审批", "fagai", "shenpi", "", "5wd", "批复文件"),
    ("xz", "用地预审与选址意见书", "审批", "ziran", "shenpi", "jy", "10wd", "选址意见书"),
    ("cz", "财政承受能力评估与资金来源", "审批", "caizheng", "", "jy", "5wd", "评估意见"),
    ("jn", "节能审查", "审批", "fagai", "", "jy", "7wd", ""),
    ("ky", "可行性研究报告批复", "审批", "fagai", "shenpi", "xz cz jn", "10wd", "批复文件"),
    ("hp", "环境影响评价批复", "审批", "shengtai", "", "jy", "20wd", "环评批复"),
    ("yd", "建设用地规划许可", "审批", "ziran", "shenpi", "ky", "5wd", "许可证"),
    ("cq", "征地拆迁与净地交付", "实施", "UNIT", "", "yd", "LAND", "交地确认书"),
    ("cs", "初步设计及概算批复", "审批", "fagai", "", "ky", "7wd", "批复文件"),
    ("gg", "建设工程规划许可", "审批", "ziran", "shenpi", "yd cs", "7wd", "许可证"),
    ("sg", "施工图联合审查", "审批", "zhujian", "", "cs", "5wd", "审查合格书"),
    ("zb", "招标至合同签订", "实施", "OWNER", "", "cs", "35cd", "中标通知书、合同"),
    ("za", "质量安全监督手续", "审批", "zhujian", "", "zb", "5wd", ""),
    ("xk", "施工许可", "审批", "zhujian", "shenpi", "gg sg zb", "5wd", "施工许可证"),
    ("gd", "临时供电接入", "服务", "UNIT", "gongdian", "yd", "15wd", "通电确认单"),
    ("kg", "开工", "节点", "UNIT", "", "hp cq za xk gd", "START", "桩基施工照片"),
    ("rk", "入库纳统", "节点", "tongji", "fagai", "kg", "30cd", "入库截图"),
    ("jc", "基础完成", "节点", "OWNER", "", "kg", "BASE", "形象进度照片"),
    ("nd", "完成年度投资计划", "节点", "UNIT", "", "jc rk", "YEAR", "财务凭证"),
]

# Starts early in the year: what came before was settled the year before.
GOV_LATE = [
    ("cs", "初步设计及概算批复", "审批", "fagai", "", "", "7wd", "批复文件"),
    ("hp", "环境影响评价批复", "审批", "shengtai", "", "", "10wd", "环评批复"),
    ("gg", "建设工程规划许可", "审批", "ziran", "shenpi", "cs", "7wd", "许可证"),
    ("sg", "施工图联合审查", "审批", "zhujian", "", "cs", "5wd", "审查合格书"),
    ("cq", "征地拆迁与净地交付", "实施", "UNIT", "", "", "LAND", "交地确认书"),
    ("zb", "招标至合同签订", "实施", "OWNER", "", "cs", "35cd", "中标通知书、合同"),
    ("za", "质量安全监督手续", "审批", "zhujian", "", "zb", "5wd", ""),
    ("xk", "施工许可", "审批", "zhujian", "shenpi", "gg sg zb", "5wd", "施工许可证"),
    ("gd", "临时供电接入", "服务", "UNIT", "gongdian", "gg", "10wd", "通电确认单"),
    ("kg", "开工", "节点", "UNIT", "", "hp cq za xk gd", "START", "桩基施工照片"),
    ("rk", "入库纳统", "节点", "tongji", "fagai", "kg", "30cd", "入库截图"),
    ("jc", "基础完成", "节点", "OWNER", "", "kg", "BASE", "形象进度照片"),
    ("fd", "主体封顶", "节点", "OWNER", "", "jc", "TOP", "形象进度照片"),
    ("nd", "完成年度投资计划", "节点", "UNIT", "", "rk jc", "YEAR", "财务凭证"),
]

ENT = [
    ("ba", "企业投资项目备案", "审批", "shenpi", "", "", "0", "备案通知书"),
    ("cr", "土地出让", "审批", "ziran", "", "ba", "LAND", "出让合同"),
    ("yd", "建设用地规划许可", "审批", "ziran", "shenpi", "cr", "5wd", "许可证"),
    ("fa", "规划方案审查", "审批", "ziran", "", "ba", "7wd", "审查意见"),
    ("hp", "环境影响评价批复", "审批", "shengtai", "", "ba", "10wd", "环评批复"),
    ("jn", "节能审查", "审批", "fagai", "", "ba", "7wd", ""),
    ("gg", "建设工程规划许可", "审批", "ziran", "shenpi", "yd fa", "7wd", "许可证"),
    ("sg", "施工图联合审查", "审批", "zhujian", "", "fa", "5wd", "审查合格书"),
    ("xk", "质安监与施工许可", "审批", "zhujian", "shenpi", "gg sg", "5wd", "施工许可证"),
    ("gd", "供电接入", "服务", "UNIT", "gongdian", "fa", "15wd", "通电确认单"),
    ("rq", "燃气接入", "服务", "UNIT", "ranqi", "gd", "10wd", ""),
    ("kg", "开工", "节点", "UNIT", "", "hp jn xk gd", "START", "桩基施工照片"),
    ("rk", "入库纳统", "节点", "tongji", "fagai", "kg", "30cd", "入库截图"),
    ("jc", "厂房基础完成", "节点", "OWNER", "", "kg", "BASE", "形象进度照片"),
    ("sb", "设备订货到场", "实施", "OWNER", "", "jc", "2m", "到货单"),
    ("nd", "完成年度投资计划", "节点", "UNIT", "", "jc rk", "YEAR", "财务凭证"),
]

# Under way since the year before.
BUILD = [
    ("fg", "复工备案", "审批", "zhujian", "", "", "3wd", "复工备案表"),
    ("jh", "年度施工计划报备", "审批", "zhujian", "", "", "5wd", "施工计划"),
    ("rw", "人员设备到场", "实施", "OWNER", "", "fg", "7cd", "现场照片"),
    ("qg", "管线迁改", "服务", "UNIT", "shizheng", "jh", "15wd", "迁改确认单"),
    ("zt", "主体施工", "实施", "OWNER", "", "rw qg", "TOP", "形象进度照片"),
    ("gd", "正式供电接入", "服务", "UNIT", "gongdian", "rw", "20wd", "通电确认单"),
    ("lh", "绿化与配套", "实施", "OWNER", "", "zt", "2m", ""),
    ("nd", "完成年度投资计划", "节点", "UNIT", "", "zt", "YEAR", "财务凭证"),
]

# Ends within the year.
FINISH = BUILD[:-1] + [
    ("wg", "完工", "节点", "UNIT", "", "zt lh gd", "DONE", "完工报告"),
    ("ys", "竣工验收", "审批", "zhujian", "", "wg", "20wd", "验收意见"),
    ("bb", "验收备案", "审批", "zhujian", "shenpi", "ys", "15cd", "备案表"),
    ("js", "竣工财务决算", "实施", "OWNER", "caizheng", "ys", "6m", "决算报告"),
    ("nd", "完成年度投资计划", "节点", "UNIT", "", "zt", "YEAR", "财务凭证"),
]

# Early-stage: approvals only.
EARLY = [
    ("fa", "谋划方案论证", "实施", "UNIT", "", "", "10cd", "论证意见"),
    ("jy", "项目建议书批复", "审批", "fagai", "shenpi", "fa", "5wd", "批复文件"),
    ("xz", "用地预审与选址意见书", "审批", "ziran", "shenpi", "jy", "10wd", "选址意见书"),
    ("cz", "财政承受能力评估与资金来源", "审批", "caizheng", "", "jy", "5wd", "评估意见"),
    ("jn", "节能审查", "审批", "fagai", "", "jy", "7wd", ""),
    ("hp", "环境影响评价批复", "审批", "shengtai", "", "jy", "20wd", "环评批复"),
    ("kt", "勘察与可研编制", "服务", "UNIT", "chengtou", "jy", "1m", "可研报告"),
    ("ky", "可行性研究报告批复", "审批", "fagai", "shenpi", "xz cz jn kt", "10wd", "批复文件"),
    ("yd", "建设用地规划许可", "审批", "ziran", "shenpi", "ky", "5wd", "许可证"),
]
