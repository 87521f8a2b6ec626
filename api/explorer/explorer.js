"use strict";

// The API explorer: GraphiQL under a bar that chooses whom to act as and which example to open.
// Tokens live in the variables of this page and nowhere else: not in the address, not in any storage.
(() => {
  const { createElement: h, useEffect, useMemo, useRef, useState } = React;

  const ACCEPT = "application/graphql-response+json, application/json;q=0.9";
  const ANONYMOUS = "anonymous";
  const PASTED = "pasted";
  const EVERYONE = "everyone";
  const LANGUAGE_KEY = "thidua:language";
  const WIDE = "(min-width: 900px)";
  const DEEPEST_INSET = 18; // characters: leaves a line its room on a phone

  const TEXTS = {
    vi: {
      title: "Khám phá API",
      language: "Ngôn ngữ",
      actAs: "Vai trò",
      anonymous: "Chưa đăng nhập",
      pasteChoice: "Dán mã truy cập …",
      token: "Mã truy cập (token)",
      useToken: "Dùng mã này",
      forgetToken: "Bỏ mã",
      tokenInUse: "Đang dùng mã đã dán.",
      tokenNote: "Mã chỉ nằm trong bộ nhớ của trang này và mất khi tải lại.",
      examples: "Ví dụ",
      emptyTab: "# Chọn một ví dụ, hoặc viết ở đây.\n# Ctrl+Space: gợi ý\n# Ctrl+Enter: chạy\n\n",
      noExamples: "Chưa có ví dụ cho vai trò này.",
      unreachable: "Không kết nối được với máy chủ.",
      failed: "Không tải được trang khám phá API. Hãy thử tải lại.",
    },
    en: {
      title: "API explorer",
      language: "Language",
      actAs: "Role",
      anonymous: "Not signed in",
      pasteChoice: "Paste a token …",
      token: "Access token",
      useToken: "Use this token",
      forgetToken: "Forget it",
      tokenInUse: "Using the pasted token.",
      tokenNote: "The token stays in this page's memory and is gone when you reload.",
      examples: "Examples",
      emptyTab: "# Choose an example, or write here.\n# Ctrl+Space: suggestions\n# Ctrl+Enter: run\n\n",
      noExamples: "No examples for this role yet.",
      unreachable: "The server cannot be reached.",
      failed: "The API explorer could not be loaded. Please reload the page.",
    },
  };

  // --- Talking to the server -------------------------------------------------------------------------------------

  async function fetchConfig() {
    const response = await fetch("explorer/config.json", { cache: "no-store" });
    if (!response.ok) throw new Error(`config.json: ${response.status}`);
    return response.json();
  }

  // `session` has token(), `over` when somebody else has been chosen since, and for a person of the list renew():
  // development tokens expire while a page stays open.
  function makeFetcher(path, session) {
    return async (params, options = {}) => {
      const send = () => post(path, params, { ...bearer(session.token()), ...options.headers });
      let { status, answer } = await send();
      if (status === 401 && session.renew && (await session.renew())) ({ answer } = await send());
      return session.over ? new Promise(() => {}) : answer; // What comes too late is shown to nobody.
    };
  }

  function bearer(token) {
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  async function post(path, params, additional) {
    const language = document.documentElement.lang;
    const headers = { "Accept-Language": language, ...additional, "Content-Type": "application/json", Accept: ACCEPT };
    try {
      const response = await fetch(path, {
        method: "POST", credentials: "same-origin", headers, body: JSON.stringify(params),
      });
      return { status: response.status, answer: readAnswer(response, await response.text()) };
    } catch {
      return { status: 0, answer: { errors: [{ message: TEXTS[language].unreachable }] } };
    }
  }

  function readAnswer({ status, statusText }, text) {
    try {
      return JSON.parse(text);
    } catch {
      return { status, statusText, body: text.slice(0, 2000) };
    }
  }

  // --- The page --------------------------------------------------------------------------------------------------

  // Lives inside GraphiQL, where its editors can be reached.
  const editors = { clear: () => {}, open: () => {} };

  function EditorBridge() {
    const context = GraphiQL.React.useEditorContext({ nonNull: true });
    const { queryEditor, variableEditor, responseEditor, setOperationName } = context;
    const { stop } = GraphiQL.React.useExecutionContext({ nonNull: true });
    useEffect(() => {
      editors.clear = () => {
        stop();
        responseEditor?.setValue("");
      };
      editors.open = (example) => {
        editors.clear();
        queryEditor?.setValue(example.query);
        if (queryEditor) queryEditor.operations = operationsOf(example);
        setOperationName(operationsOf(example)[0]?.name?.value ?? null);
        variableEditor?.setValue(variablesText(example));
      };
    });
    useEffect(() => wrapLines(queryEditor), [queryEditor]);
    useEffect(() => wrapLines(variableEditor), [variableEditor]);
    useEffect(() => wrapLines(responseEditor), [responseEditor]);
    return null;
  }

  // Long lines go on below themselves, a little further in than they begin.
  function wrapLines(editor) {
    if (!editor) return;
    editor.on("renderLine", (_, { text }, element) => {
      const inset = Math.min(text.search(/\S|$/) + 2, DEEPEST_INSET);
      element.style.textIndent = `${-inset}ch`;
      element.style.paddingLeft = `calc(${inset}ch + 4px)`;
    });
    editor.setOption("lineWrapping", true);
    editor.refresh();
  }

  // GraphiQL notices the operations of a new text a moment later; the run button must not use the old name meanwhile.
  function operationsOf({ query }) {
    const { Kind, parse } = GraphiQL.GraphQL;
    return parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  }

  function variablesText(example) {
    return example?.variables ? JSON.stringify(example.variables, null, 2) : "";
  }

  // Example groups to list: one's own and everyone's when the role is known, all of them when it is not.
  function groupsFor(config, choice) {
    const person = config.roles[Number(choice)];
    const shown = (role) => role === EVERYONE || role === person?.role;
    const all = choice === PASTED || config.roles.length === 0;
    return config.groups
      .filter(({ role }) => all || shown(role))
      .map((group) => ({ ...group, examples: config.examples.filter(({ role }) => role === group.role) }));
  }

  function App({ config }) {
    const [language, setLanguage] = useState(readLanguage);
    const [choice, setChoice] = useState(config.roles.length > 0 ? "0" : ANONYMOUS);
    const [pasted, setPasted] = useState("");
    const [current, setCurrent] = useState(null);
    const [listOpen, setListOpen] = useState(() => matchMedia(WIDE).matches);
    const people = useRef(config.roles);
    const texts = TEXTS[language];

    useEffect(() => {
      document.documentElement.lang = language;
      document.title = `Thidua · ${texts.title}`;
      localStorage.setItem(LANGUAGE_KEY, language);
    }, [language]);

    const session = useMemo(() => {
      if (choice === PASTED) return { token: () => pasted };
      if (choice === ANONYMOUS) return { token: () => "" };
      const index = Number(choice);
      return {
        token: () => people.current[index].token,
        renew: async () => {
          const { role, person } = config.roles[index];
          const fresh = (await fetchConfig()).roles.find((one) => one.role === role && one.person === person);
          if (fresh) people.current = people.current.map((one, at) => (at === index ? fresh : one));
          return Boolean(fresh);
        },
      };
    }, [choice, pasted]);
    useEffect(() => () => void (session.over = true), [session]);
    // A new fetcher makes GraphiQL read the schema again, as the new person.
    const fetcher = useMemo(() => makeFetcher(config.graphqlPath, session), [session]);

    const actAs = (chosen) => {
      editors.clear(); // What one person saw is not shown to the next.
      setChoice(chosen);
      setPasted("");
      setCurrent(null);
    };

    const open = (example) => {
      editors.open(example);
      setCurrent(example);
      if (!matchMedia(WIDE).matches) setListOpen(false);
    };

    const groups = groupsFor(config, choice);
    const first = groups[0]?.examples[0];
    return h(
      React.Fragment,
      null,
      h(
        "header",
        { className: "bar" },
        h("h1", { className: "brand" }, h(Star), "Thidua", h("span", null, texts.title)),
        h(RoleChoice, { config, language, texts, choice, onChoose: actAs }),
        h(LanguageSwitch, { language, texts, onChoose: setLanguage }),
      ),
      choice === PASTED && h(TokenForm, { texts, pasted, onPaste: setPasted }),
      h(
        "main",
        { className: "work" },
        h(
          "details",
          { className: "examples", open: listOpen, onToggle: (event) => setListOpen(event.currentTarget.open) },
          h("summary", null, texts.examples, current && h("em", null, current.title[language])),
          h(ExampleList, { groups, language, texts, current, onOpen: open }),
        ),
        h(
          "div",
          { className: "graphiql" },
          h(
            GraphiQL,
            {
              fetcher,
              defaultQuery: texts.emptyTab,
              defaultTabs: [{ query: first?.query ?? texts.emptyTab, variables: variablesText(first) }],
              storage: sessionStorage,
              shouldPersistHeaders: false,
              defaultEditorToolsVisibility: "variables",
              toolbar: { additionalComponent: EditorBridge },
            },
            h(GraphiQL.Logo, null, " "),
          ),
        ),
      ),
    );
  }

  function RoleChoice({ config, language, texts, choice, onChoose }) {
    return h(
      "label",
      { className: "role" },
      h("span", null, texts.actAs),
      h(
        "select",
        { name: "role", value: choice, onChange: (event) => onChoose(event.target.value) },
        config.roles.map(({ label, person }, index) =>
          h("option", { key: index, value: String(index) }, `${label[language]} – ${person}`),
        ),
        h("option", { value: ANONYMOUS }, texts.anonymous),
        h("option", { value: PASTED }, texts.pasteChoice),
      ),
    );
  }

  function LanguageSwitch({ language, texts, onChoose }) {
    const names = { vi: "Tiếng Việt", en: "English" };
    return h(
      "div",
      { className: "language", role: "group", "aria-label": texts.language },
      Object.entries(names).map(([code, name]) =>
        h(
          "button",
          { key: code, type: "button", lang: code, title: name, "aria-label": name,
            "aria-pressed": code === language, onClick: () => onChoose(code) },
          code.toUpperCase(),
        ),
      ),
    );
  }

  function TokenForm({ texts, pasted, onPaste }) {
    const input = useRef(null);
    useEffect(() => input.current?.focus(), [pasted]);
    const submit = (event) => {
      event.preventDefault();
      onPaste(input.current.value.trim().replace(/^Bearer\s+/i, ""));
    };
    const entry = [
      h("input", { key: "input", ref: input, type: "password", autoComplete: "off", spellCheck: false,
        "aria-label": texts.token, placeholder: texts.token }),
      h("button", { key: "use", type: "submit" }, texts.useToken),
    ];
    const inUse = [
      h("strong", { key: "in-use" }, texts.tokenInUse),
      h("button", { key: "forget", type: "button", onClick: () => onPaste("") }, texts.forgetToken),
    ];
    return h("form", { className: "token", onSubmit: submit }, pasted ? inUse : entry, h("small", null, texts.tokenNote));
  }

  function ExampleList({ groups, language, texts, current, onOpen }) {
    if (groups.length === 0) return h("p", null, texts.noExamples);
    return groups.map(({ role, label, examples }) =>
      h(
        "section",
        { key: role },
        h("h2", null, label[language]),
        h(
          "ul",
          null,
          examples.map((example, index) =>
            h(
              "li",
              { key: index },
              h(
                "button",
                { type: "button", "aria-current": example === current ? "true" : undefined,
                  onClick: () => onOpen(example) },
                example.title[language],
              ),
            ),
          ),
        ),
      ),
    );
  }

  function Star() {
    return h(
      "svg",
      { viewBox: "0 0 32 32", "aria-hidden": "true" },
      h("path", { d: "m16 4 3 8.2 8.7.3-6.8 5.4 2.3 8.4-7.2-4.8-7.2 4.8 2.3-8.4-6.8-5.4 8.7-.3z" }),
    );
  }

  function readLanguage() {
    return localStorage.getItem(LANGUAGE_KEY) === "en" ? "en" : "vi";
  }

  fetchConfig().then(
    (config) => ReactDOM.createRoot(document.getElementById("explorer")).render(h(App, { config })),
    (error) => {
      console.error(error);
      document.querySelector("#explorer .notice").textContent = `${TEXTS.vi.failed} ${TEXTS.en.failed}`;
    },
  );
})();
