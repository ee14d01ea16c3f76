#include "lib/world/world.h"

void world_city(struct world *w)
{
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "east,东湖区,county,,360102\n"
		     "west,西湖区,county,,360103\n"
		     "new,高新区,zone,,\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE,
		     "id,name,unit,post,phone\n"
		     "zhang,张三,east,副区长,13800000000\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
		     "planned_finish,list\n"
		     "P1,一号项目,east,,工业,在建,100000000,20000000,2020,2020-01,2021-12,甲;乙\n"
		     "P2,二号项目,west,,工业,在建,100000000,20000000,2020,2020-01,2021-12,甲\n");
}
