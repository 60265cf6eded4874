// Security keys and passkeys (WebAuthn): the browser's own JSON forms, one form per page and use.
//   <form data-passkey="login|get|create"> with a hidden field "credential" and a [data-passkey-button].

const { PublicKeyCredential } = window

async function optionsOf (form) {
  if (form.dataset.passkey !== 'login') {
    return JSON.parse(document.getElementById('passkey-options').textContent)
  }
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error(`passkey options: ${answer.status}`)
  return answer.json()
}

async function askKey (form) {
  const options = await optionsOf(form)
  if (form.dataset.passkey === 'create') {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey)
    if (form.elements.passwordless?.checked) {
      publicKey.authenticatorSelection = {
        ...publicKey.authenticatorSelection, residentKey: 'required', requireResidentKey: true, userVerification: 'required'
      }
    }
    return navigator.credentials.create({ publicKey })
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey)
  return navigator.credentials.get({ publicKey })
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const wrong = form.querySelector('[data-passkey-error]')
  form.querySelector('[data-passkey-button]').addEventListener('click', async event => {
    event.preventDefault()
    wrong.hidden = true
    try {
      form.elements.credential.value = JSON.stringify((await askKey(form)).toJSON())
      form.submit()
    } catch {
      wrong.hidden = false
    }
  })
}
