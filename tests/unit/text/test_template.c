/* Places and parts of texts. That the shipped texts are filled is tested with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/notice/template.h"

static void places_and_parts_are_filled(void **state)
{
	static char *const fields[] = {(char *)"red=2", (char *)"yellow=0", (char *)"what=桥{x}",
				       (char *)"red=9"};
	static const struct {
		const char *text, *filled;
	} rows[] = {
	    {"{what}。", "桥{x}。"},
	    {"{none}-", "-"},
	    {"{?red:红灯{red}个，}{?yellow:黄灯{yellow}个，}含{what}", "红灯2个，含桥{x}"},
	    {"{?none:没有}", ""},
	    {"无", "无"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		template_fill(out, rows[i].text, fields, 4);
		(void)fclose(out);
		assert_string_equal(text, rows[i].filled);
		free(text);
	}
}

static void faults_of_templates_are_found(void **state)
{
	static const struct {
		const char *text, *fault;
	} rows[] = {
	    {"{what}{?red:{red}}", NULL},
	    {"plain", NULL},
	    {"{what", "a { without a name and its }"},
	    {"{}", "a { without a name and its }"},
	    {"what}", "a } without its {"},
	    {"{?red:{red}", "a part without its }"},
	    {"{?red:{?red:x}}", "a part within a part"},
	    {"{red:x}", "a part is written {?name:…}, a place {name}"},
	    {"{?red}", "a part is written {?name:…}, a place {name}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *fault = template_fault(rows[i].text);

		print_message("%s\n", rows[i].text);
		assert_string_equal(fault ? fault : "", rows[i].fault ? rows[i].fault : "");
	}
}

static void all_places_are_named(void **state)
{
	const char *at = "{?red:红{red}}{what}", *name;

	(void)state;
	assert_int_equal(template_place(&at, &name), 3);
	assert_memory_equal(name, "red", 3);
	assert_int_equal(template_place(&at, &name), 3);
	assert_int_equal(template_place(&at, &name), 4);
	assert_memory_equal(name, "what", 4);
	assert_int_equal(template_place(&at, &name), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(places_and_parts_are_filled),
	    cmocka_unit_test(faults_of_templates_are_found),
	    cmocka_unit_test(all_places_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
