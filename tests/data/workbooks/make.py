#!/usr/bin/python3
"""Writes openpyxl.xlsx: the workbook that all writers here write, in the way of openpyxl."""
import datetime
import sys

import openpyxl
from openpyxl.utils import get_column_letter

HEAD = ["序号", "项目名称", "责任单位", "总投资（万元）", "占比", "开工时间", "竣工时间", "备注", "底数"]

book = openpyxl.Workbook()
book.properties.creator = ""
book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1)
sheet = book.active
sheet.title = "重点项目"
sheet["A1"] = "2024年重点项目"
sheet.merge_cells("A1:H1")
for i, text in enumerate(HEAD):
    sheet.cell(2, i + 1, text)
rows = [
    [1, "三号大桥工程", "市交通局", 113939.985, 0.125, datetime.date(2024, 3, 1), datetime.date(2025, 12, 1),
     "甲\n乙 & <丙>", 9],
    [2, "白塔小学", None, "=D3*2", 0.3, 2024.1, datetime.datetime(2024, 3, 1, 8, 30), True, 9],
    [3, "退出项目", "市住建局", 9, 1, None, None, None, 9],
    [4, "石桥医院", "市卫健委", 0.1 + 0.2, "=NA()", datetime.date(2024, 10, 8), "2025.12", "  首尾 ", 9],
]
formats = {"D": "#,##0.00", "E": "0.0%", "F": 'yyyy"年"m"月"d"日"', "G": "yyyy-mm"}
for i, row in enumerate(rows):
    for k, value in enumerate(row):
        if value is None:
            continue
        cell = sheet.cell(i + 3, k + 1, value)
        cell.number_format = formats.get(get_column_letter(k + 1), "General")
sheet["F4"].number_format = "0.00"
sheet["G4"].number_format = "yyyy/m/d h:mm"
sheet.merge_cells("C3:C4")
sheet.row_dimensions[5].hidden = True
sheet.column_dimensions["I"].hidden = True
draft = book.create_sheet("底稿")
draft["A1"] = "旧表"
draft.sheet_state = "hidden"
book.save(sys.argv[1])
