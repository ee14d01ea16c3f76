#include "lib/noun/tauthority.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"
#include "model/link/link.h"
#include "model/project/project.h"

void tlink_chain(struct world *w)
{
	city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
		     "id,name,kind,parent,gb_code\nhall,市行政审批局,sector,,\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,name,unit,sector,category,stage,total,plan,year\n"
		     "D,丁项目,site,works,工业,前期,100000000,20000000,2020\n");
	world_import(w, CHAINS,
		     HEADER "D,1,可研批复,审批,site,李四,,,5wd,2020-01-02,hall,,\n"
			    "D,2,基础完成,实施,site,李四,,,10cd,,,,\n"
			    "D,3,行业审查,审批,works,李四,,,20wd,,,,\n"
			    "D,4,施工许可,审批,site,李四,,1,5wd,,,,\n");
	free(w->log);
	w->log = strdup("");
}

void tlink_log_forget(struct world *w)
{
	free(w->log);
	w->log = strdup("");
}

Duban__LinkProgress *tlink_progress(struct world *w, uint32_t no)
{
	struct txn *t = engine_txn(w->engine);
	Duban__LinkProgress *p = progress_get(t, w->arena, project_by_code(t, "D"), 2020, no);

	assert_non_null(p);
	return p;
}

const char *tlink_outcome(const Duban__Reply *p)
{
	if (p->n_problem)
		return p->problem[0]->code;
	return p->body_case == DUBAN__REPLY__BODY_REPORT ? "asks" : "done";
}
