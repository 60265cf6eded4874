"""The statements of the bulk loader; `{low}` to `{high}` number the dossiers of one of two hands."""

TABLES = ("bench_place", "bench_kind", "bench_name", "bench_case")
LOADED = (
    "dossiers_applicant",
    "dossiers_dossier",
    "dossiers_involvement",
    "dossiers_step",
    "dossiers_dossiercomponent",
    "dossiers_feeline",
    "dossiers_pause",
    "dossiers_supplementrequest",
    "audit_event",
)

FUNCTIONS = """
CREATE FUNCTION bench_pick(i bigint, salt int, many bigint) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT ((hashint8extended(i, salt) & 9007199254740991) % many)::int $$;
CREATE UNLOGGED TABLE bench_case (
    i bigint, place int, kind int, owner bigint, open boolean, mine boolean, at_step int, state text,
    submitted timestamptz, due timestamptz, ended timestamptz, paused boolean
)
"""

_APPLICANTS = """
INSERT INTO dossiers_applicant
    (id, kind, id_kind, id_number, name, born_on, address, phone, email, updated_at)
SELECT {first} + p.i, 'citizen', 'cccd',
    lpad((80 + p.i / 1000000)::text, 3, '0') || p.woman || lpad(p.year::text, 2, '0')
        || lpad(((p.i * 7919) % 1000000)::text, 6, '0'),
    s.written[1 + bench_pick(p.i, 1, s.many)] || ' ' || m.written[1 + bench_pick(p.i, 2, m.many)]
        || ' ' || g.written[1 + bench_pick(p.i, 3, g.many)],
    make_date(1900 + p.year, 1 + bench_pick(p.i, 4, 12), 1 + bench_pick(p.i, 5, 28)),
    (1 + bench_pick(p.i, 6, 400)) || ' đường số ' || (1 + bench_pick(p.i, 7, 40)) || ', xã Số '
        || bench_pick(p.i, 8, {communes}),
    '09' || lpad(bench_pick(p.i, 9, 100000000)::text, 8, '0'), '', now()
FROM (
    SELECT i, bench_pick(i, 10, 2) AS woman, 40 + bench_pick(i, 11, 59) AS year
    FROM generate_series({low}::bigint * 6 / 10, {high}::bigint * 6 / 10 - 1) AS i
) AS p
JOIN bench_name s ON s.kind = 's'
JOIN bench_name m ON m.kind = CASE p.woman WHEN 1 THEN 'wm' ELSE 'mm' END
JOIN bench_name g ON g.kind = CASE p.woman WHEN 1 THEN 'wg' ELSE 'mg' END
"""

# One line for each dossier: where, what, whose, how far. `at_step` is the open step, 6 when all are done.
_CASES = """
INSERT INTO bench_case
SELECT d.i, d.place, bench_pick(d.i, 20, (SELECT count(*) FROM bench_kind)),
    {first} + bench_pick(d.i, 21, {n}::bigint * 6 / 10), d.open, d.mine,
    CASE WHEN NOT d.open THEN 6 ELSE d.at_step END,
    CASE
        WHEN NOT d.open THEN CASE WHEN d.luck < 930 THEN 'returned' WHEN d.luck < 960 THEN 'refused'
            WHEN d.luck < 980 THEN 'withdrawn' WHEN d.luck < 990 THEN 'stopped' ELSE 'closed' END
        WHEN d.paused THEN 'supplement' WHEN d.at_step = 1 THEN 'received' WHEN d.at_step = 5 THEN 'done'
        ELSE 'processing' END,
    d.submitted,
    CASE WHEN NOT d.open THEN d.submitted + interval '3 days'
        WHEN d.rush < 12 THEN now() - (1 + bench_pick(d.i, 22, 12000)) * interval '1 minute'
        WHEN d.rush < 24 THEN now() + (date_trunc('day', now()) + interval '1 day' - now())
            * ((1 + bench_pick(d.i, 23, 98)) / 100.0)
        WHEN d.rush < 50 THEN date_trunc('day', now()) + interval '1 day'
            + (60 + bench_pick(d.i, 24, 2000)) * interval '1 minute'
        ELSE date_trunc('day', now()) + (8 + bench_pick(d.i, 25, 30)) * interval '1 day'
            + interval '16 hours' END,
    CASE WHEN NOT d.open THEN d.submitted + (1 + bench_pick(d.i, 26, 4000)) * interval '1 minute' END,
    d.open AND d.paused
FROM (
    SELECT o.*, o.at_step = 2 AND bench_pick(o.i, 28, 100) < 16 AS paused FROM (
    SELECT c.*, c.mine OR c.chance < CASE WHEN c.i >= {n} * 9 / 10 THEN 490 ELSE 1 END AS open,
        CASE WHEN c.mine THEN 2 ELSE (ARRAY[1,1,2,2,2,2,3,3,4,5])[1 + bench_pick(c.i, 27, 10)] END AS at_step
    FROM (
        SELECT i, (i % {communes})::int AS place,
            i % {communes} < {measured} AND i >= {n} - {communes} * {waiting} AS mine,
            bench_pick(i, 29, 1000) AS chance, bench_pick(i, 30, 1000) AS luck,
            bench_pick(i, 31, 100) AS rush,
            ((current_date - 1 - ((({n} - 1 - i) * 1095) / {n})::int) + interval '7 hours 30 minutes')
                ::timestamptz + bench_pick(i, 32, 540) * interval '1 minute' AS submitted
        FROM generate_series({low}::bigint, {high}::bigint - 1) AS i
    ) AS c
    ) AS o
) AS d
"""

_DOSSIERS = """
INSERT INTO dossiers_dossier (
    id, code, secret, request_key, version, procedure_version_id, case_id, procedure_code, procedure_name,
    channel, receiving_agency_id, competent_agency_id, owner_id, owner_name, authorisation, phone, email,
    address, summary, data, return_by, state, payment_state, delivery_state, sync_state, master_system,
    confidentiality, submitted_at, accepted_at, budget_amount, budget_unit, rules_on, due_at, first_due_at,
    paused_at, finished_at, returned_at, process_version_id, marking, outcomes, holding, created_by_id,
    created_at, updated_at, search_text)
SELECT {first} + c.i, n.code, upper(substr(md5(c.i::text), 1, 8)), gen_random_uuid(), least(c.at_step, 6),
    k.version, k.kase, k.code, k.name, (ARRAY['1','1','2','2','2','3'])[1 + bench_pick(c.i, 40, 6)],
    p.agency, p.agency, c.owner, a.name, '', a.phone, '', a.address, '', '{{}}', 'counter', c.state,
    CASE WHEN bench_pick(c.i, 41, 3) = 0 THEN 'none' ELSE 'paid' END,
    CASE c.state WHEN 'returned' THEN 'delivered' WHEN 'done' THEN 'ready' ELSE 'pending' END,
    'local', '', 0, c.submitted, c.submitted, 3, 'wday', c.submitted::date, c.due, c.due,
    CASE WHEN c.paused THEN c.submitted + interval '1 hour' END,
    CASE WHEN c.state = 'done' THEN c.submitted + interval '2 hours' ELSE c.ended END, c.ended, k.process,
    CASE WHEN c.open THEN jsonb_build_array('s' || c.at_step) ELSE '[]' END, '{{}}',
    CASE WHEN c.open THEN (ARRAY['Tiếp nhận hồ sơ – Trung tâm Phục vụ hành chính công',
        'Thẩm định – Văn phòng HĐND và UBND', 'Ký duyệt – Văn phòng HĐND và UBND',
        'Vào sổ, cấp số – Văn phòng HĐND và UBND', 'Trả kết quả – Trung tâm Phục vụ hành chính công'])
        [c.at_step] ELSE '' END,
    p.clerk, c.submitted, coalesce(c.ended, c.submitted),
    lower(translate(n.code, '.-', '  ')) || ' ' || bench_fold.name || ' ' || a.id_number || ' ' || a.phone
        || ' ' || k.folded || ' zag' || p.agency || ' zun' || p.one_stop
        || CASE WHEN c.at_step > 1 THEN ' zun' || p.office ELSE '' END
FROM bench_case c
JOIN bench_place p ON p.no = c.place
JOIN bench_kind k ON k.no = c.kind
JOIN dossiers_applicant a ON a.id = c.owner
CROSS JOIN LATERAL (SELECT p.code || '-' || to_char(c.submitted, 'YYMMDD') || '-'
    || lpad(((c.i / {communes}) % 10000)::text, 4, '0') AS code) AS n
CROSS JOIN LATERAL (SELECT lower(translate(a.name, '{accents}', '{plain}')) AS name) AS bench_fold
WHERE c.i >= {low} AND c.i < {high}
"""

_INVOLVEMENTS = """
INSERT INTO dossiers_involvement (dossier_id, agency_id, unit_id, officer_id, reason)
SELECT {first} + c.i, p.agency, r.unit, r.officer, r.reason
FROM bench_case c JOIN bench_place p ON p.no = c.place
CROSS JOIN LATERAL (VALUES
    (p.one_stop, NULL::bigint, 'received', TRUE),
    (p.office, NULL, 'competent', c.at_step > 1),
    (p.office, CASE WHEN c.mine THEN p.specialist ELSE p.colleague END, 'step',
        c.at_step > 1 AND bench_pick(c.i, 50, 3) = 0)
) AS r(unit, officer, reason, wanted)
WHERE r.wanted AND c.i >= {low} AND c.i < {high}
"""

_STEPS = """
INSERT INTO dossiers_step (
    dossier_id, key, no, name, type, role, agency_id, unit_id, assignee_id, holder, state, outcome, note,
    budget_hours, started_at, due_at, order_at, paused, handed_over, taken_at, done_at, undo, done_by_id)
SELECT {first} + c.i, 's' || s.no, s.no::text, s.name, s.type, s.role, p.agency, u.unit, h.officer,
    CASE WHEN h.officer IS NULL THEN 'u' || u.unit || ':' || s.role ELSE 'o' || h.officer END,
    CASE WHEN s.no < c.at_step THEN 'done' ELSE 'open' END, '', '', s.hours, t.begun,
    t.begun + s.hours * interval '3 hours', c.due, s.no = c.at_step AND c.paused, FALSE,
    CASE WHEN h.officer IS NOT NULL THEN t.begun END,
    CASE WHEN s.no < c.at_step THEN t.begun + interval '40 minutes' END, '{{}}',
    CASE WHEN s.no < c.at_step THEN u.worker END
FROM bench_case c JOIN bench_place p ON p.no = c.place
JOIN (VALUES
    (1, 'Tiếp nhận hồ sơ', 'receive', 'clerk', 2), (2, 'Thẩm định', 'appraise', 'specialist', 3),
    (3, 'Ký duyệt', 'sign', 'leader', 2), (4, 'Vào sổ, cấp số', 'issue', 'registry', 1),
    (5, 'Trả kết quả', 'return', 'clerk', 0)
) AS s(no, name, type, role, hours) ON s.no <= c.at_step
CROSS JOIN LATERAL (SELECT
    CASE WHEN s.role = 'clerk' THEN p.one_stop ELSE p.office END AS unit,
    CASE s.role WHEN 'clerk' THEN p.clerk WHEN 'leader' THEN p.leader WHEN 'registry' THEN p.registry
        ELSE p.specialist END AS worker) AS u
CROSS JOIN LATERAL (SELECT c.submitted + (s.no - 1) * interval '1 hour' AS begun) AS t
CROSS JOIN LATERAL (SELECT CASE
    WHEN s.no < c.at_step THEN u.worker
    WHEN c.mine THEN CASE WHEN bench_pick(c.i, 51, 2) = 0 THEN p.specialist END
    WHEN p.no < {measured} THEN p.colleague
    WHEN bench_pick(c.i, 51, 2) = 0 THEN u.worker END AS officer) AS h
WHERE c.i >= {low} AND c.i < {high}
"""

_COMPONENTS = """
INSERT INTO dossiers_dossiercomponent (dossier_id, no, component_id, name, kind, quantity, note)
SELECT {first} + c.i, r.no, NULL, r.name, r.kind, 1, ''
FROM bench_case c
CROSS JOIN (VALUES (1, 'Tờ khai theo mẫu', 'original'), (2, 'Giấy tờ chứng minh kèm theo', 'copy'))
    AS r(no, name, kind)
WHERE c.i >= {low} AND c.i < {high}
"""

_FEES = """
INSERT INTO dossiers_feeline
    (dossier_id, name, unit_price, quantity, amount, exempt_reason, paid_at, receipt_no)
SELECT {first} + c.i, 'Lệ phí', 8000, 1, 8000, '', c.submitted, 'BL-' || c.i
FROM bench_case c WHERE bench_pick(c.i, 41, 3) > 0 AND c.i >= {low} AND c.i < {high}
"""

_PAUSES = """
WITH pause AS (
    INSERT INTO dossiers_pause (dossier_id, kind, reason, legal_basis, starts_at, ends_at)
    SELECT {first} + c.i, 'pause', 'Yêu cầu bổ sung hồ sơ', '', c.submitted + interval '1 hour', NULL
    FROM bench_case c WHERE c.paused AND c.i >= {low} AND c.i < {high}
    RETURNING id, dossier_id, starts_at
)
INSERT INTO dossiers_supplementrequest
    (dossier_id, pause_id, stage, items, reason, legal_basis, requested_at, close_at)
SELECT dossier_id, id, 'appraisal', '["Bản sao giấy tờ chứng minh"]', 'Thiếu giấy tờ', '', starts_at,
    starts_at + interval '30 days'
FROM pause
"""

_EVENTS = """
INSERT INTO audit_event (
    agency_id, day, seq, at, kind, subject_label, subject_pk, officer_id, officer_name, post_title, reason,
    data, sealed, personal, digest, hash)
SELECT p.agency, c.submitted::date, c.i * 4 + e.no, c.submitted + e.no * interval '1 hour', e.kind,
    'dossiers.dossier', {first} + c.i, e.officer, e.officer_name, 'Chuyên viên', '', e.data, '{{}}', '{{}}',
    md5((c.i * 4 + e.no)::text) || md5((-c.i)::text), md5((c.i * 4 + e.no)::text) || md5(c.i::text)
FROM bench_case c JOIN bench_place p ON p.no = c.place
CROSS JOIN LATERAL (VALUES
    (0, 'dossier.accepted', p.clerk, p.clerk_name, jsonb_build_object('code', 'B-' || c.i), TRUE),
    (1, 'dossier.step_done', p.clerk, p.clerk_name,
        '{{"step": "Tiếp nhận hồ sơ", "key": "s1", "outcome": "", "next": ["Thẩm định"], "late": false}}',
        c.at_step > 1),
    (2, 'dossier.step_done', p.specialist, p.specialist_name,
        '{{"step": "Thẩm định", "key": "s2", "outcome": "", "next": ["Ký duyệt"], "late": false}}',
        c.at_step > 2),
    (3, 'dossier.returned', p.clerk, p.clerk_name, '{{"way": "tại Bộ phận Một cửa"}}',
        c.state = 'returned')
) AS e(no, kind, officer, officer_name, data, wanted)
WHERE e.wanted AND c.i >= {low} AND c.i < {high}
"""

ROWS = ((_APPLICANTS, _CASES), (_DOSSIERS,), (_STEPS, _INVOLVEMENTS, _COMPONENTS, _FEES), (_PAUSES,))
"""Groups of statements; those of a group need not wait for each other."""

EVENTS = (_EVENTS,)
