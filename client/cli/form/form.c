#include "client/cli/form/form.h"

const ProtobufCFieldDescriptor *form_rows(const struct form *form,
					  const ProtobufCMessageDescriptor *reply)
{
	if (form->rows)
		return protobuf_c_message_descriptor_get_field_by_name(reply, form->rows);
	for (unsigned i = 0; i < reply->n_fields; i++)
		if (reply->fields[i].label == PROTOBUF_C_LABEL_REPEATED &&
		    reply->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
			return &reply->fields[i];
	return NULL;
}
