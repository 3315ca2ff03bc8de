"""The forms of signing in, of one's own account, and of the officers whom an admin keeps."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.desks import Desk
from cakupan.office.accounts.models import Delegation, User
from cakupan.office.accounts.places_field import PlacesField
from cakupan.office.database.models import Area

CODE_LENGTH_MAX = 16


class SignInForm(AuthenticationForm):
    """Address and password; what is wrong is told the same whether the address is known or not."""

    error_messages = {  # noqa: RUF012 - as the class above has it
        "invalid_login": _("Surel atau kata sandi tidak cocok. Periksa keduanya; lima kali salah mengunci akun setengah jam."),
        "inactive": _("Surel atau kata sandi tidak cocok. Periksa keduanya; lima kali salah mengunci akun setengah jam."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Surel")
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Kata sandi")
        self.fields["username"].error_messages["required"] = _("Isi alamat surel akun Anda.")
        self.fields["password"].error_messages["required"] = _("Isi kata sandi.")

    def clean_username(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["username"]).strip().lower()


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A first password, or a new one, by invitation."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(PasswordChangeForm):
    """A new password by whoever knows the old one."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].label = _("Kata sandi sekarang")
        _in_our_words(self)


def _in_our_words(form: forms.Form) -> None:
    form.fields["new_password1"].label = _("Kata sandi baru")
    form.fields["new_password1"].help_text = _(
        "Sedikitnya 12 huruf. Beberapa kata yang tidak berkaitan mudah diingat dan sukar ditebak."
    )
    form.fields["new_password2"].label = _("Kata sandi baru, sekali lagi")
    form.fields["new_password2"].help_text = ""


class CodeForm(forms.Form):
    """A one-time code from the application, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=CODE_LENGTH_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Isi kode enam angka dari aplikasi, atau satu kode pemulihan.")},
    )

    def clean_code(self) -> str:
        """Without the blanks that people type into it."""
        return "".join(self.cleaned_data["code"].split()).lower()


_NO_PLACE = _("Petugas Kelurahan/Desa tanpa desa tidak melihat seorang pun. Isi sedikitnya satu.")


class OfficerForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an admin may say of an officer. The desk is chosen once: another desk is another account."""

    areas = forms.MultipleChoiceField(label=_("Wilayah"), widget=forms.CheckboxSelectMultiple)
    places = PlacesField(error_messages={"required": _NO_PLACE})

    class Meta:
        model = User
        fields: ClassVar[tuple[str, ...]] = ("full_name", "position_title", "areas", "places", "approver", "facility_code")
        labels: ClassVar = {"full_name": _("Nama"), "position_title": _("Jabatan"), "approver": _("Pejabat penyetuju")}
        help_texts: ClassVar = {
            "approver": _("Memutuskan usulan rekan semeja; masuk dengan kode sekali pakai."),
            "facility_code": _("Hanya untuk loket pendaftaran faskes."),
        }

    def __init__(self, *args: Any, seen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(area.code, area.name) for area in Area.objects.filter(code__in=seen)]  # type: ignore[attr-defined]
        self.fields["places"].offer(seen)  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.desk != Desk.KELURAHAN:
            del self.fields["places"]
        elif self.instance.pk:
            self.fields["places"].required = True
            self.fields["places"].help_text = _("Nama atau kode, satu per baris; kecamatan mencakup semua desanya.")

    def clean(self) -> dict[str, Any]:
        """An admin decides nothing, and only an officer of a kelurahan is held to places (the database refuses both too)."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        desk = told.get("desk") or self.instance.desk
        if desk == Desk.ADMIN and told.get("approver"):
            self.add_error("approver", _("Admin tidak memutuskan apa pun. Hapus tandanya, atau pilih meja lain."))
        if "places" in self.fields and desk:
            self._clean_places(told, desk)
        return told

    def _clean_places(self, told: dict[str, Any], desk: str) -> None:
        """From names and codes to codes; of the areas that are ticked."""
        written, areas = told.get("places") or [], told.get("areas")
        if desk != Desk.KELURAHAN:
            if written:
                self.add_error(
                    "places", _("Hanya petugas Kelurahan/Desa yang dibatasi pada desa. Kosongkan, atau pilih meja itu.")
                )
            return
        if not written and not self.has_error("places"):
            self.add_error("places", _NO_PLACE)
        elif areas:
            told["places"], wrong = PlacesField.read(written, areas)
            for each in wrong:
                self.add_error("places", each)


class InviteForm(OfficerForm):
    """A new officer: besides, the desk and the address."""

    class Meta(OfficerForm.Meta):
        fields = ("full_name", "username", "position_title", "desk", "areas", "places", "approver", "facility_code")
        labels: ClassVar = {**OfficerForm.Meta.labels, "username": _("Surel"), "desk": _("Meja")}
        help_texts: ClassVar = {
            **OfficerForm.Meta.help_texts,
            "desk": _("Tidak dapat diubah kemudian: petugas yang pindah meja mendapat akun baru."),
        }
        error_messages: ClassVar = {"username": {"unique": _("Sudah ada akun dengan surel ini.")}}

    field_order = ("full_name", "username", "position_title", "desk", "areas", "places", "approver", "facility_code")

    def clean_username(self) -> str:
        """Addresses are kept in small letters, so that no two differ by them alone."""
        told = str(self.cleaned_data["username"]).strip().lower()
        if User.objects.filter(username=told).exists():
            raise forms.ValidationError(_("Sudah ada akun dengan surel ini."))
        return told


class ReasonForm(forms.Form):
    """Why something is done to somebody's account; the log keeps it."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=200, error_messages={"required": _("Tulis alasannya; catatan menyimpannya.")}
    )


class DelegationForm(forms.ModelForm):  # type: ignore[type-arg]
    """To whom deciding is handed on, from when until when, and why."""

    receiver = forms.ModelChoiceField(
        label=_("Kepada"), queryset=User.objects.none(), error_messages={"required": _("Pilih rekan yang menerima pelimpahan.")}
    )
    from_date = forms.DateField(
        label=_("Mulai"),
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi hari pertama pelimpahan.")},
    )
    to_date = forms.DateField(
        label=_("Sampai sebelum"),
        help_text=_("Hari pertama Anda memutuskan sendiri lagi."),
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi hari Anda memutuskan sendiri lagi.")},
    )

    class Meta:
        model = Delegation
        fields = ("receiver", "from_date", "to_date", "reason")

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        colleagues = User.objects.filter(desk=giver.desk, is_active=True).exclude(pk=giver.pk).order_by("full_name")
        near = [user.pk for user in colleagues if any(user.holds(area) for area in giver.areas)]
        self.fields["receiver"].queryset = User.objects.filter(pk__in=near).order_by("full_name")  # type: ignore[attr-defined]
        self.fields["reason"].label = _("Alasan")
        self.fields["reason"].error_messages["required"] = _("Tulis alasannya, misalnya cuti atau dinas luar.")

    def clean(self) -> dict[str, Any]:
        """The days must be some."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = told.get("from_date"), told.get("to_date")
        if begins and ends and begins >= ends:
            self.add_error("to_date", _("Hari ini harus sesudah hari mulai."))
        return told
