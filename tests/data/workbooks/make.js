// Writes the workbook that all writers here write, in the ways of SheetJS and of exceljs.
const [sheetjs, exceljs] = process.argv.slice(2);
const XLSX = require("xlsx"), Excel = require("exceljs");
const head = ["序号", "项目名称", "责任单位", "总投资（万元）", "占比", "开工时间", "竣工时间", "备注", "底数"];
const money = "#,##0.00", share = "0.0%", date = 'yyyy"年"m"月"d"日"', month = "yyyy-mm";

// Dates are local ones, as programs make them that do not think of time zones.
const cells = {
	A3: 1, B3: "三号大桥工程", C3: "市交通局", D3: [113939.985, money], E3: [0.125, share],
	F3: [new Date(2024, 2, 1), date], G3: [new Date(2025, 11, 1), month], H3: "甲\n乙 & <丙>", I3: 9,
	A4: 2, B4: "白塔小学", D4: [{f: "D3*2"}, money], E4: [0.3, share], F4: [2024.1, "0.00"],
	G4: [new Date(2024, 2, 1, 8, 30), "yyyy/m/d h:mm"], H4: true, I4: 9,
	A5: 3, B5: "退出项目", C5: "市住建局", D5: [9, money], E5: [1, share], I5: 9,
	A6: 4, B6: "石桥医院", C6: "市卫健委", D6: [0.1 + 0.2, money], E6: [{f: "NA()", e: true}, share],
	F6: [new Date(2024, 9, 8), date], G6: "2025.12", H6: "  首尾 ", I6: 9,
};

function bySheetJS(path) {
	const s = {"!ref": "A1:I6"}, types = {number: "n", string: "s", boolean: "b"};
	const put = (at, v, z) => {
		s[at] = v instanceof Date ? {t: "d", v} : v.f ? (v.e ? {t: "e", v: 42, f: v.f} : {t: "n", f: v.f})
			: {t: types[typeof v], v};
		if (z) s[at].z = z;
	};
	put("A1", "2024年重点项目");
	head.forEach((text, k) => put(XLSX.utils.encode_cell({r: 1, c: k}), text));
	for (const [at, v] of Object.entries(cells)) Array.isArray(v) ? put(at, ...v) : put(at, v);
	s["!merges"] = [XLSX.utils.decode_range("A1:H1"), XLSX.utils.decode_range("C3:C4")];
	s["!rows"] = [{}, {}, {}, {}, {hidden: true}];
	s["!cols"] = [...Array(8).fill({wch: 10}), {hidden: true}];
	const book = XLSX.utils.book_new();
	XLSX.utils.book_append_sheet(book, s, "重点项目");
	XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["旧表"]]), "底稿");
	book.Workbook = {Sheets: [{Hidden: 0}, {Hidden: 1}]};
	XLSX.writeFile(book, path, {compression: true, bookSST: false});
}

async function byExceljs(path) {
	const book = new Excel.Workbook(), s = book.addWorksheet("重点项目");
	book.creator = book.lastModifiedBy = "";
	book.created = book.modified = new Date(Date.UTC(2024, 0, 1));
	const put = (at, v, z) => {
		s.getCell(at).value = v.f ? {formula: v.f, ...(v.e ? {result: {error: "#N/A"}} : {})} : v;
		if (z) s.getCell(at).numFmt = z;
	};
	put("A1", "2024年重点项目");
	head.forEach((text, k) => put(XLSX.utils.encode_cell({r: 1, c: k}), text));
	for (const [at, v] of Object.entries(cells)) Array.isArray(v) ? put(at, ...v) : put(at, v);
	s.getCell("B3").value = {richText: [{text: "三号"}, {font: {bold: true}, text: "大桥工程"}]};
	s.mergeCells("A1:H1");
	s.mergeCells("C3:C4");
	s.getRow(5).hidden = true;
	s.getColumn(9).hidden = true;
	book.addWorksheet("底稿", {state: "veryHidden"}).getCell("A1").value = "旧表";
	await book.xlsx.writeFile(path);
}

bySheetJS(sheetjs);
byExceljs(exceljs);
