/* The mark between the paragraphs of one text: no text on the wire has line breaks. */
#pragma once

#define PARAGRAPH_MARK "¶"
