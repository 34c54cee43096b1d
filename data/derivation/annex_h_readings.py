"""What was read by hand of Annex H, each with its ground: `read_annex_h` puts it into the rows."""

from collections import namedtuple

Decision = namedtuple(
    "Decision", "ref place printed ref_lines title_lines amount_line first_contract ground"
)
Reading = namedtuple("Reading", "lines ground")
Doubt = namedtuple("Doubt", "columns lines ground")

#: First lines of the stretches of text within which rows are put together, found by reading: no
#: row reaches from one into the next. They are the printed pages as far as these can be told; form
#: feeds are lost in the text.
PAGE_STARTS = (
    5507,
    5732,
    6006,
    6262,
    6549,
    6727,
    6922,
    7113,
    7316,
    7541,
    7745,
    7960,
    8180,
    8383,
    8614,
    8915,
    9249,
    9270,
    9520,
    9749,
)

#: The decisions in the order of the annex. `ref_lines` are the lines on which the reference stands
#: (it is broken in two), `title_lines` spans of lines of its title, `amount_line` the line of the
#: commitment in million euros, and `first_contract` the contract with which its rows begin (none
#: when no contract was signed up to May 2013).
DECISIONS = (
    Decision(
        "ALA/2006/017-652",
        "andean-region",
        "Andean Community",
        (5522, 5523),
        ((5525, 5526),),
        5711,
        "147623",
        "",
    ),
    Decision(
        "DCIALA/2008/019-670",
        "andean-region",
        "Andean Community",
        (5528, 5529),
        ((5531, 5534),),
        5713,
        "251558",
        "rows from 251558 on: footnote 44 of the report counts six contracts",
    ),
    Decision(
        "DCIALA/2010/021-936",
        "bolivia",
        "Bolivia",
        (5737, 5738),
        ((5743, 5746),),
        5890,
        "279692",
        "",
    ),
    Decision(
        "FED/2006/018-475",
        "caribbean",
        "Caribbean Region",
        (5740, 5741),
        ((5748, 5749),),
        5892,
        "196451",
        "",
    ),
    Decision(
        "FED/2007/020-776",
        "caribbean",
        "Caribbean Region",
        (6009, 6010),
        ((6012, 6015),),
        6017,
        "283491",
        "",
    ),
    Decision(
        "FED/2012/024-149",
        "caribbean",
        "Caribbean Region",
        (6022, 6023),
        ((6038, 6040),),
        6049,
        None,
        "",
    ),
    Decision(
        "IFS/2008/020-460",
        "central-america",
        "Central America Region",
        (6032, 6033),
        ((6041, 6044),),
        6051,
        "171581",
        "",
    ),
    Decision(
        "DCIALA/2009/021-386",
        "central-america",
        "Central America Region",
        (6035, 6036),
        ((6045, 6047),),
        6160,
        "270464",
        "commitment 5.5 rather than 8.7: footnote 43 of the report gives 5.5 for this programme",
    ),
    Decision(
        "DCIALA/2012/023-612",
        "central-america",
        "Central America Region",
        (6165, 6166),
        ((6053, 6055),),
        6067,
        None,
        "commitment 8.7 is what is left on the page after 5.5 went to DCIALA/2009/021-386",
    ),
    Decision(
        "ALA/2004/016-831",
        "colombia",
        "Colombia",
        (6268, 6269),
        ((6277, 6280),),
        6288,
        "145910",
        "",
    ),
    Decision(
        "ALA/2006/017-668",
        "colombia",
        "Colombia",
        (6271, 6272),
        ((6282, 6283),),
        6539,
        "145372",
        "",
    ),
    Decision(
        "DCIALA/2008/020-155",
        "colombia",
        "Colombia",
        (6274, 6275),
        ((6285, 6286),),
        6541,
        "235687",
        (
            "rows from 235687 on: amounts fall within a decision and rise from 4,350 to "
            "2,200,000 here"
        ),
    ),
    Decision(
        "DCIALA/2009/021-573",
        "colombia",
        "Colombia",
        (7318, 7319),
        ((7321, 7322),),
        7526,
        "289073",
        (
            "rows from 289073 on: amounts fall within a decision and rise from 5,000 to "
            "2,300,000 here"
        ),
    ),
    Decision(
        "DCIALA/2010/022-248",
        "colombia",
        "Colombia",
        (7543, 7544),
        ((7736, 7736),),
        7737,
        "309661",
        (
            "rows from 309661 on: amounts fall within a decision and rise from 50,000 to "
            "2,050,000 here"
        ),
    ),
    Decision(
        "DCIALA/2010/022-249",
        "colombia",
        "Colombia",
        (7747, 7748),
        ((7750, 7752),),
        7910,
        "267036",
        "commitment 7.4: Annex I gives the same for this programme",
    ),
    Decision(
        "DCIALA/2012/023-476",
        "colombia",
        "Colombia",
        (7914, 7915),
        ((7762, 7765),),
        7879,
        None,
        "commitment 8.2 stands beside the first row without a contract (B LJD)",
    ),
    Decision(
        "DCIALA/2011/022-703",
        "costa-rica",
        "Costa Rica",
        (7757, 7758),
        ((7767, 7768),),
        7894,
        None,
        "commitment 13.0: Annex I gives the same for this programme",
    ),
    Decision(
        "DCIALA/2009/021-613",
        "guatemala",
        "Guatemala",
        (7759, 7760),
        ((7769, 7773), (7958, 7958)),
        7928,
        "228014",
        "",
    ),
    Decision(
        "DCIALA/2010/021-929",
        "guatemala",
        "Guatemala",
        (7966, 7967),
        ((7969, 7970),),
        7972,
        "308264",
        "",
    ),
    Decision(
        "DCIALA/2010/022-399",
        "guatemala",
        "Guatemala",
        (8031, 8032),
        ((8037, 8042),),
        8049,
        "256253",
        "commitment 3.0: the other of the two, 4.0, stands beside contract 273642",
    ),
    Decision(
        "DCIALA/2011/023-146",
        "guatemala",
        "Guatemala",
        (8034, 8035),
        ((8043, 8047),),
        7994,
        "273642",
        "commitment 4.0 stands beside contract 273642",
    ),
    Decision(
        "DCIALA/2013/024-390",
        "guatemala",
        "Guatemala",
        (8004, 8005),
        ((8007, 8011),),
        8013,
        None,
        "",
    ),
    Decision(
        "DCIALA/2007/019-235",
        "honduras",
        "Honduras",
        (8022, 8176),
        ((8024, 8025), (8178, 8178)),
        8027,
        "267405",
        "",
    ),
    Decision(
        "DCIALA/2013/023-720", "honduras", "Honduras", (8387, 8388), ((8390, 8392),), 8394, None, ""
    ),
    Decision(
        "FED/2008/021-025", "jamaica", "Jamaica", (8396, 8397), ((8399, 8400),), 8402, "212263", ""
    ),
    Decision(
        "DCIALA/2007/019-157",
        "latin-america",
        "Latin America Countries",
        (8618, 8619),
        ((8621, 8623),),
        8867,
        "161433",
        "",
    ),
    Decision(
        "DCIALA/2010/021-542",
        "latin-america",
        "Latin America Countries",
        (8629, 8630),
        ((8632, 8632),),
        8892,
        "255577",
        "",
    ),
    Decision(
        "DCIALA/2010/021-556",
        "latin-america",
        "Latin America Countries",
        (8923, 8924),
        ((8932, 8934),),
        8943,
        "245979",
        "",
    ),
    Decision(
        "DCIALA/2012/022-727",
        "mexico",
        "Mexico",
        (8926, 8927),
        ((8936, 8937),),
        8947,
        None,
        "commitment printed without decimals",
    ),
    Decision(
        "DCIALA/2011/021-140",
        "nicaragua",
        "Nicaragua",
        (8929, 8930),
        ((8939, 8941),),
        9107,
        "299153",
        "",
    ),
    Decision(
        "DCIALA/2013/023-561",
        "nicaragua",
        "Nicaragua",
        (9251, 9252),
        ((9255, 9256),),
        9203,
        None,
        "",
    ),
    Decision(
        "DCIALA/2012/023-872", "panama", "Panama", (9258, 9259), ((9260, 9261),), 9218, None, ""
    ),
    Decision("DCIALA/2013/023-715", "peru", "Peru", (9265, 9266), ((9268, 9269),), 9234, None, ""),
    Decision(
        "FED/2010/022-231",
        "saint-kitts-and-nevis",
        "Saint Kitts and Nevis",
        (9275, 9276),
        ((9281, 9282),),
        9284,
        "317664",
        "commitment 5.6: Annex I gives the same for this programme",
    ),
    Decision(
        "DCIMIGR/2007/019-172",
        "trans-regional",
        "Transregional",
        (9278, 9279),
        ((9328, 9330),),
        9331,
        "153137",
        "",
    ),
    Decision(
        "IFS/2008/020-274",
        "trans-regional",
        "Transregional",
        (9290, 9291),
        ((9340, 9345),),
        9432,
        "170366",
        "",
    ),
    Decision(
        "IFS/2009/021-558",
        "trans-regional",
        "Transregional",
        (9293, 9294),
        ((9346, 9351),),
        9447,
        "228069",
        "",
    ),
    Decision(
        "IFS/2011/023-136",
        "trans-regional",
        "Transregional",
        (9296, 9297),
        ((9353, 9358),),
        9513,
        "288331",
        (
            "contract 286049 on the next page is counted here: with it the sum is 6.5 of 7.0, "
            "while in IFS/2010/022-367 it would be 13.2 of 10.0"
        ),
    ),
    Decision(
        "IFS/2010/022-367",
        "trans-regional",
        "Transregional",
        (9526, 9527),
        ((9535, 9540),),
        9605,
        "258971",
        "",
    ),
    Decision(
        "DCIALA/2011/022-498",
        "uruguay",
        "Uruguay",
        (9529, 9530),
        ((9542, 9547),),
        9607,
        "299875",
        "",
    ),
    Decision(
        "DCIALA/2008/019-739",
        "venezuela",
        "Venezuela",
        (9532, 9533),
        ((9548, 9549),),
        9727,
        "263385",
        "",
    ),
)

#: Header and legend of the table on its first page: lines that belong to no contract row.
FURNITURE = {*range(5507, 5521), *range(5536, 5553), *range(5594, 5609), *range(5707, 5732)}

#: Rows of decisions without a contract: the lines of their scope, sector and instrument.
EMPTY_ROWS = {
    "FED/2012/024-149": (6098, 6100, 6103),
    "DCIALA/2012/023-612": (6255, 6257, 6260),
    "DCIALA/2012/023-476": (7888, 7890, 7892),
    "DCIALA/2011/022-703": (7903, 7905, 7908),
    "DCIALA/2013/024-390": (8161, 8163, 8165),
    "DCIALA/2013/023-720": (8574, 8576, 8578),
    "DCIALA/2012/022-727": (8975, 8977, 8980),
    "DCIALA/2013/023-561": (9212, 9214, 9216),
    "DCIALA/2012/023-872": (9227, 9229, 9232),
    "DCIALA/2013/023-715": (9243, 9245, 9247),
}

#: Cells of torn rows read by hand, because the rule would misplace them: their lines by column, and
#: the ground. The form of every cell is still checked: a line that does not hold a cell of that
#: kind stops the reader.
READINGS = {
    "313007": Reading(
        {
            "amount": 5992,
            "scope": 5998,
            "sector_code": 5955,
            "instrument": 5957,
            "partner_category": 5959,
        },
        (
            "cells stand in stacks at the foot of the page; taken in order, checked by scope "
            "and instrument"
        ),
    ),
    "313043": Reading(
        {
            "amount": 5994,
            "scope": 6000,
            "sector_code": 5963,
            "instrument": 5965,
            "partner_category": 5967,
        },
        (
            "cells stand in stacks at the foot of the page; taken in order, checked by scope "
            "and instrument"
        ),
    ),
    "215639": Reading(
        {
            "title": 5854,
            "start": 5856,
            "end": 5859,
            "amount": 5996,
            "scope": 6002,
            "sector_code": 6004,
            "instrument": 5971,
            "partner_category": 5973,
        },
        (
            "cells stand in stacks at the foot of the page; taken in order, checked by scope "
            "and instrument"
        ),
    ),
    "197167": Reading(
        {
            "title": 6057,
            "start": 6170,
            "end": 6069,
            "amount": 6072,
            "scope": 6074,
            "sector_code": 6076,
            "instrument": 6078,
            "partner_category": 6080,
        },
        "number and start stand apart from the title; the only grant contract of this decision",
    ),
    "171581": Reading(
        {
            "amount": 6244,
            "scope": 6182,
            "sector_code": 6184,
            "instrument": 6187,
            "partner_category": 6189,
        },
        (
            "1,000,000 rather than 150,000: footnote 43 of the report says EUR 1 million was "
            "contracted here"
        ),
    ),
    "310605": Reading(
        {
            "start": 6179,
            "end": 6241,
            "amount": 6246,
            "scope": 6248,
            "sector_code": 6250,
            "instrument": 6253,
            "partner_category": 6236,
        },
        (
            "150,000 is what is left on the page once 1,000,000 went to 171581; with it the "
            "programme's contracts sum to the EUR 3.2 million of footnote 43"
        ),
    ),
    "278912": Reading(
        {"start": 7107, "end": 7110},
        (
            "three rows of the page lack dates and one pair is left over; contracts with the "
            "next lower and higher numbers also began in December 2011, the other two rows have"
            " numbers of a year later"
        ),
    ),
    "309853": Reading(
        {
            "end": 7780,
            "amount": 7783,
            "scope": 7785,
            "sector_code": 7787,
            "instrument": 7789,
            "partner_category": 7791,
        },
        "the cells stand before the number; the same as those of its sister grant 309661",
    ),
    "290804": Reading(
        {"amount": 7943}, "left-over amount of the page; 2,000,000 is the only commitment of 228014"
    ),
    "308264": Reading(
        {
            "title": 8055,
            "start": 8061,
            "end": 8076,
            "amount": 8079,
            "scope": 8081,
            "sector_code": 8083,
            "instrument": 8086,
            "partner_category": 8088,
        },
        "scattered page: cells taken in order, checked by contract number and sense",
    ),
    "295832": Reading(
        {
            "start": 8064,
            "end": 8114,
            "amount": 8117,
            "scope": 8119,
            "sector_code": 8121,
            "instrument": 8091,
            "partner_category": 8093,
        },
        "scattered page: cells taken in order, checked by contract number and sense",
    ),
    "283859": Reading(
        {
            "end": 8124,
            "amount": 8127,
            "scope": 8129,
            "sector_code": 8131,
            "instrument": 8097,
            "partner_category": 8099,
        },
        "scattered page: cells taken in order, checked by contract number and sense",
    ),
    "256253": Reading(
        {
            "start": 8067,
            "amount": 8143,
            "scope": 8149,
            "sector_code": 8151,
            "instrument": 8102,
            "partner_category": 8104,
        },
        "scattered page: cells taken in order, checked by contract number and sense",
    ),
    "273642": Reading(
        {
            "start": 8134,
            "end": 8137,
            "amount": 8145,
            "scope": 8154,
            "sector_code": 8156,
            "instrument": 8159,
            "partner_category": 8109,
        },
        "scattered page: cells taken in order, checked by contract number and sense",
    ),
    "267405": Reading(
        {
            "title": 8059,
            "start": 8073,
            "end": 8140,
            "amount": 8147,
            "scope": 8167,
            "sector_code": 8169,
            "instrument": 8172,
            "partner_category": 8174,
        },
        "scattered page: cells taken in order, checked by contract number and sense",
    ),
    "317664": Reading(
        {"scope": 9421, "sector_code": 9423, "instrument": 9363, "partner_category": 9365},
        "both rows of this decision have the same scope, sector, instrument and partner",
    ),
    "291866": Reading(
        {
            "end": 9360,
            "scope": 9369,
            "sector_code": 9371,
            "instrument": 9374,
            "partner_category": 9376,
        },
        "no start printed; the date is where the next programme estimate begins, so it is the end",
    ),
    "153137": Reading(
        {"scope": 9380, "sector_code": 9382, "instrument": 9384, "partner_category": 9386},
        "the only row of its instrument",
    ),
    "170366": Reading(
        {
            "start": 9434,
            "end": 9437,
            "amount": 9440,
            "scope": 9442,
            "sector_code": 9444,
            "instrument": 9389,
            "partner_category": 9391,
        },
        "scattered page: cells taken in order",
    ),
    "226525": Reading(
        {
            "title": 9449,
            "start": 9451,
            "end": 9454,
            "amount": 9489,
            "scope": 9493,
            "sector_code": 9495,
            "instrument": 9396,
            "partner_category": 9398,
        },
        "scattered page: cells taken in order; the lower number has the earlier date",
    ),
    "228069": Reading(
        {
            "amount": 9491,
            "scope": 9498,
            "sector_code": 9500,
            "instrument": 9403,
            "partner_category": 9405,
        },
        "scattered page: cells taken in order",
    ),
    "288331": Reading(
        {
            "amount": 9516,
            "scope": 9503,
            "sector_code": 9505,
            "instrument": 9409,
            "partner_category": 9411,
        },
        "scattered page: cells taken in order; Annex I gives EUR 2.3 million for this phase",
    ),
    "278299": Reading(
        {
            "title": 9479,
            "start": 9481,
            "end": 9484,
            "amount": 9518,
            "scope": 9508,
            "sector_code": 9510,
            "instrument": 9415,
            "partner_category": 9417,
        },
        "scattered page: cells taken in order",
    ),
    "259552": Reading(
        {
            "title": 9615,
            "start": 9609,
            "end": 9612,
            "amount": 9728,
            "scope": 9736,
            "sector_code": 9738,
            "instrument": 9598,
            "partner_category": 9600,
        },
        "number printed apart from its row; the amounts at the foot in order",
    ),
    "259335": Reading(
        {"amount": 9730, "scope": 9743},
        "the amounts at the foot in order; Annex I gives EUR 0.7 million for this project",
    ),
    "299875": Reading(
        {"amount": 9732, "scope": 9745}, "the amounts at the foot of the page in order"
    ),
    "263385": Reading(
        {"amount": 9734, "scope": 9747}, "the amounts at the foot of the page in order"
    ),
}

#: Cells that cannot be decided: the columns left empty, the lines in doubt, and the reason.
DOUBTS = {
    "283859": Doubt(
        {"start"},
        {8070},
        "one date of the page is missing and 31/10/2011 may be this start or the end of 256253",
    ),
    "256253": Doubt(
        {"end"},
        {8070},
        "one date of the page is missing and 31/10/2011 may be this end or the start of 283859",
    ),
    "317664": Doubt(
        {"amount"},
        {9426, 9428, 9430},
        (
            "319,500, 496,239 and 275,000 belong to 317664, 291866 and 153137 in an order the "
            "text does not tell"
        ),
    ),
    "291866": Doubt(
        {"amount", "start"},
        {9426, 9428, 9430},
        (
            "319,500, 496,239 and 275,000 belong to 317664, 291866 and 153137 in an order the "
            "text does not tell; no start found"
        ),
    ),
    "153137": Doubt(
        {"amount"},
        {9426, 9428, 9430},
        (
            "319,500, 496,239 and 275,000 belong to 317664, 291866 and 153137 in an order the "
            "text does not tell"
        ),
    ),
    "301588": Doubt({"start"}, {9863}, "06/07/2012 is the start of this contract or of 291076"),
    "291076": Doubt({"start"}, {9863}, "06/07/2012 is the start of this contract or of 301588"),
}

#: Contracts whose number stands out of the order of the decisions. Of 309853 the page's head is
#: left over: the amounts of New Peace Territories fall 2,050,000 (twice), 1,598,010, 300,000.
OUT_OF_ORDER = {
    "309853": "DCIALA/2010/022-248",
    "197167": "FED/2007/020-776",
    "291866": "FED/2010/022-231",
    "226525": "IFS/2009/021-558",
    "259552": "IFS/2010/022-367",
}
